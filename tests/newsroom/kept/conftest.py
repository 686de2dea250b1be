from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client


@pytest.fixture
def elsewhere(db: None) -> Client:
    """A stranger who is served by another process: what is kept there is kept there alone."""
    return Client()


class _Form(HTMLParser):
    """What a browser would send from the form with this id."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted, self.inside = wanted, False
        self.fields: dict[str, str] = {}
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name = said.get("name") or ""
        if tag == "form":
            self.inside = said.get("id") == self.wanted
        if not self.inside:
            return
        if tag == "input" and name and said.get("type") not in ("submit", "file", "checkbox"):
            self.fields[name] = said.get("value") or ""
        elif tag == "input" and said.get("type") == "checkbox" and "checked" in said:
            self.fields[name] = said.get("value") or "on"
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in said:
            self.fields[self.select] = said.get("value") or ""
        elif tag == "textarea":
            self.textarea, self.fields[name] = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.textarea:
            self.fields[self.textarea] += data.removeprefix("\n").removeprefix("\r\n")


@pytest.fixture
def sent() -> Callable[..., None]:
    """`sent(client, address, "article_form", headline="New")`: open a form, change what is said,
    and send it with everything else as it stands."""

    def send(client: Client, address: str, form: str, **changed: str) -> None:
        parsed = _Form(form)
        parsed.feed(client.get(address).text)
        answer = client.post(address, {**parsed.fields, **changed})
        assert answer.status_code == 302, getattr(answer, "context", {})["errors"]

    return send
