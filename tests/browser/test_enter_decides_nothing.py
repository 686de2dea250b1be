"""Enter in a field, and a phone's Go key, never decide: with JavaScript and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from articles.models import Article, Section
from comments.models import Comment, Decision, HouseRule, Sanction, Suspension, Word
from tests.browser.back_office import signed_in
from tests.builders import a_case, a_comment, a_person, a_section

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

DESK = "/admin/desk/"
PHONE = {"width_px": 390, "phone": True}
PRESS_ENTER = (
    {"type": "keyDown", "key": "Enter", "code": "Enter", "text": "\r"},
    {"type": "keyUp", "key": "Enter", "code": "Enter"},
)
GO = [{**each, "windowsVirtualKeyCode": 13, "nativeVirtualKeyCode": 13} for each in PRESS_ENTER]
TYPES_OF_FIELDS = "input:not([type=hidden], [type=submit], [type=file], [disabled]), select"

both = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])


def go(page: Page) -> None:
    """A phone's Go key: an Enter that no keyboard was pressed for."""
    keyboard = page.context.new_cdp_session(page)
    for each in GO:
        keyboard.send("Input.dispatchKeyEvent", each)


def enter(page: Page) -> None:
    page.keyboard.press("Enter")


def sent_by(page: Page, act: Callable[[], None]) -> list[str]:
    """What the browser sends to the site, and where it goes, while somebody does this."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    act()
    page.evaluate("document.readyState")  # answered after what the key has set off
    page.wait_for_load_state("networkidle")
    return [each for each in sent if "/static/" not in each and "/claims/" not in each]


def sent_by_enter_in_each_field(
    page: Page, within: str, press: Callable[[Page], None]
) -> list[str]:
    def all_of_them() -> None:
        for field in page.locator(within).locator(TYPES_OF_FIELDS).all():
            if field.is_visible() and field.is_enabled():
                field.focus()
                press(page)
                page.keyboard.press("Escape")  # a select that has opened

    return sent_by(page, all_of_them)


@pytest.fixture
def held(article):
    return [
        a_case(article=article, text=f"Held number {number}.").comment for number in range(1, 4)
    ]


@both
@pytest.mark.parametrize("path", ["", "cases/{}/"], ids=["queue", "case"])
@pytest.mark.parametrize("press", [enter, go])
def test_enter_in_the_note_publishes_nothing(open_page, moderator, held, press, path, javascript):
    where = DESK + path.format(held[0].cases.get().pk)
    how = PHONE if press is go else {}
    page = signed_in(open_page, moderator, where, javascript=javascript, **how)
    if press is go:
        page.locator(".acts").first.get_by_role("button", name="Reject", exact=True).tap()
    note = page.locator("[name=reason]").first
    note.fill("This is the third time.")
    assert sent_by(page, lambda: press(page)) == []
    assert not Decision.objects.exists()
    assert set(Comment.objects.values_list("status", flat=True)) == {"held"}
    expect(note).to_have_value("This is the third time.")


@pytest.mark.parametrize("leave", ["Enter", "Escape"])
@pytest.mark.parametrize("path", ["", "cases/{}/"], ids=["queue", "case"])
def test_a_note_is_left_by_a_key_and_goes_with_the_next_decision(
    open_page, moderator, held, path, leave
):
    page = signed_in(open_page, moderator, DESK + path.format(held[0].cases.get().pk))
    page.keyboard.press("n")
    page.keyboard.type("This is the third time.")
    page.keyboard.press(leave)
    said = page.locator("[data-note-said]")
    expect(said).to_have_text("Your note goes with the next decision.")
    expect(said).to_have_attribute("role", "status")
    assert page.evaluate("document.activeElement.matches('.case h2')")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("2")
    page.wait_for_load_state("networkidle")
    decision = Decision.objects.get()
    assert decision.verb == "reject"
    assert decision.reason == "This is the third time."
    assert decision.house_rule == HouseRule.objects.in_use()[1]


def test_a_note_that_was_left_empty_is_not_announced(open_page, moderator, held):
    page = signed_in(open_page, moderator, DESK)
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    expect(page.locator("[data-note-said]").first).to_be_empty()
    assert page.evaluate("document.activeElement.matches('.case h2')")


def test_a_form_sent_by_a_script_without_a_button_decides_nothing(open_page, moderator, held):
    page = signed_in(open_page, moderator, DESK)
    ask = "document.querySelector('[data-current] form[data-decision]').requestSubmit()"
    assert sent_by(page, lambda: page.evaluate(ask)) == []
    expect(page.locator("[data-current] .case-text")).to_have_text("Held number 1.")


@both
@pytest.mark.parametrize("press", [enter, go])
def test_enter_on_a_tick_sweeps_nothing(open_page, moderator, article, press, javascript):
    author = a_person()
    case = a_case(article=article, author=author, text="Buy this.")
    for number in range(3):
        a_comment(article=article, author=author, text=f"Buy that {number}.")
    page = signed_in(
        open_page, moderator, f"{DESK}cases/{case.pk}/sweep/?by=author", javascript=javascript
    )
    assert page.locator(".sweep [type=checkbox]").count() == 4
    assert sent_by_enter_in_each_field(page, ".sweep", press) == []
    assert not Decision.objects.exists()


@both
def test_enter_imposes_no_sanction(open_page, moderator, reader, javascript):
    page = signed_in(open_page, moderator, f"{DESK}people/{reader.pk}/", javascript=javascript)
    page.fill(".sanction-form [name=reason]", "Attacks, again and again.")
    assert sent_by_enter_in_each_field(page, ".sanction-form", enter) == []
    assert not Sanction.objects.exists()


@both
def test_enter_in_the_form_of_a_suspension_suspends_nothing(
    open_page, moderator, article, javascript
):
    """It may look for an article, with all that was typed kept."""
    path = "/admin/switchboard/suspension/"
    page = signed_in(open_page, moderator, path, javascript=javascript)
    for field in ("[name=article_sought]", "[name=notice_title]", "[name=mode]:checked"):
        page.goto(path)
        page.fill("[name=reason]", "A flood of spam.")
        page.locator("[name=scope][value=article]").check()
        page.press(field, "Enter")
        page.wait_for_load_state("networkidle")
        expect(page.locator("[name=reason]")).to_have_value("A flood of spam.")
    assert not Suspension.objects.exists()


@both
def test_enter_rejects_nothing_in_the_list_of_comments(open_page, moderator, held, javascript):
    path = "/admin/comments/comment/"
    page = signed_in(open_page, moderator, path, javascript=javascript)
    for tick in page.locator("[name=_selected_action]").all():
        tick.check()
    page.select_option("[name=action]", "spam")
    assert sent_by_enter_in_each_field(page, "#changelist-form", enter) == []
    page.select_option("[name=action]", "reject")
    page.get_by_role("button", name="Go").click()
    note = page.locator("[name=reason]")
    note.fill("Off topic")
    assert sent_by(page, lambda: note.press("Enter")) == []
    assert not Decision.objects.exists()
    page.goto(f"{path}{held[0].pk}/change/")
    note.fill("Off topic")
    assert sent_by(page, lambda: note.press("Enter")) == []
    assert not Decision.objects.exists()


@both
def test_the_search_of_a_list_still_goes_by_enter(open_page, moderator, held, javascript):
    page = signed_in(open_page, moderator, "/admin/comments/comment/", javascript=javascript)
    page.fill("#searchbar", "number 2")
    page.press("#searchbar", "Enter")
    expect(page).to_have_url(f"{page.url.split('?')[0]}?q=number+2")


@both
def test_enter_saves_no_form_of_the_admin(open_page, administrator, article, javascript):
    page = signed_in(
        open_page,
        administrator,
        f"/admin/articles/article/{article.pk}/change/",
        javascript=javascript,
    )
    page.fill("[name=headline]", "Half a headl")
    assert sent_by(page, lambda: page.press("[name=headline]", "Enter")) == []
    assert Article.objects.get().headline == article.headline
    page.goto("/admin/comments/word/add/")
    page.fill("[name=text]", "half a wo")
    assert sent_by_enter_in_each_field(page, "#word_form", enter) == []
    assert not Word.objects.exists()


@both
def test_enter_in_a_list_that_can_be_edited_saves_nothing(open_page, editor, javascript):
    section = a_section()
    page = signed_in(open_page, editor, "/admin/articles/section/", javascript=javascript)
    page.fill("[name=form-0-position]", "7")
    assert sent_by_enter_in_each_field(page, "#changelist-form", enter) == []
    assert Section.objects.get().position == section.position
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state("networkidle")
    assert Section.objects.get().position == 7


@both
def test_enter_on_an_address_neither_prefers_nor_removes_it(open_page, reader, javascript):
    for number, address in enumerate((reader.email, "second@example.org")):
        EmailAddress.objects.create(user=reader, email=address, verified=True, primary=number == 0)
    page = signed_in(open_page, reader, "/accounts/email/", javascript=javascript)
    # Of two addresses one may be made the primary one, confirmed again, or removed.
    choices = page.locator("form:has([name=action_remove])")
    expect(choices).to_have_count(1)
    choices.locator("[type=radio]").first.focus()
    assert sent_by(page, lambda: enter(page)) == []
    # Where there is one button, Enter presses it.
    page.locator("form:has([name=action_add]) [type=email]").fill("new@example.org")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        enter(page)


def test_what_enter_presses_cannot_be_seen(open_page, administrator, moderator, held, article):
    page = signed_in(open_page, administrator, DESK)
    for path in (DESK, "/admin/comments/comment/", f"/admin/articles/article/{article.pk}/change/"):
        page.goto(path)
        for form in page.locator("form:has([formmethod=dialog])").all():
            for button in form.locator("[formmethod=dialog], [disabled]").all():
                expect(button).to_be_hidden()
