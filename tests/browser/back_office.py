"""How the staff get about in the back office, for the tests that go there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect


def signed_in(open_page: Callable[..., Page], person: Any, path: str, **how: Any) -> Page:
    """The page of somebody who has signed in before."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "newsroom.accounts.backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    page = open_page("/healthz", **how)
    page.context.add_cookies(
        [{"name": "sessionid", "value": session.session_key, "url": page.url}]  # type: ignore[typeddict-item]
    )
    page.goto(path)
    return page


def write_body(page: Page, *paragraphs: str) -> None:
    editor = page.locator(".prose-editor .ProseMirror[contenteditable]").first
    editor.click()
    for number, paragraph in enumerate(paragraphs):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(paragraph)


def choose(page: Page, field: str, words: str) -> None:
    """Pick from a field that searches as one types."""
    page.locator(f"#{field} + .select2 .select2-selection").click()
    page.locator(".select2-search__field").last.fill(words)
    option = page.locator(".select2-results__option", has_text=words).first
    expect(option).to_be_visible()
    option.click()


def told(page: Page) -> list[str]:
    page.locator(".messagelist li").first.wait_for()
    return [each.strip() for each in page.locator(".messagelist li").all_inner_texts()]
