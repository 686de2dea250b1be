"""A moderator decides where the comment is read: by mouse, by keyboard, by touch, without
JavaScript."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments import switch
from comments.models import Case, Comment, Decision, Mode, Scope
from comments.moderation import decisions
from tests.browser.back_office import signed_in, told
from tests.builders import a_case, a_comment

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]


@pytest.fixture
def insult(article):
    a_comment(article=article, text="A calm word.")
    return a_comment(article=article, text="You are all fools.")


def place(page, comment):
    return page.locator(f"article#comment-{comment.pk}")


def control(page, comment):
    return place(page, comment).get_by_role("button", name="Moderate the comment of")


def menu(page):
    return page.locator("[data-moderation-menu]")


def said(page):
    return page.locator("[data-moderation-said]")


def status(comment):
    return Comment.objects.get(pk=comment.pk).status


@pytest.mark.parametrize("phone", [False, True])
def test_a_comment_is_rejected_in_place_and_brought_back(
    open_page, moderator, article, insult, phone
):
    width_px = 390 if phone else 1280
    page = signed_in(open_page, moderator, article.path, width_px=width_px, phone=phone)
    press = "tap" if phone else "click"
    getattr(control(page, insult), press)()
    menu(page).get_by_label("With a note to the author").fill("Calmly, please.")
    getattr(menu(page).get_by_role("button", name="Personal attack"), press)()
    expect(said(page)).to_have_text("Rejected: Personal attack.")
    expect(place(page, insult)).to_contain_text("Rejected by Moritz Calm: Personal attack")
    expect(place(page, insult).locator(".comment-text")).to_be_visible()
    expect(menu(page)).to_have_count(0)
    assert status(insult) == "rejected"
    getattr(place(page, insult).get_by_role("button", name="Undo"), press)()
    expect(said(page)).to_have_text("Undone.")
    expect(place(page, insult).get_by_text("Rejected by")).to_have_count(0)
    assert status(insult) == "published"


def test_it_is_done_by_keyboard_alone(open_page, moderator, article, insult):
    page = signed_in(open_page, moderator, article.path)
    control(page, insult).focus()
    page.keyboard.press("Enter")
    expect(menu(page)).to_be_focused()
    page.keyboard.press("Enter")
    assert status(insult) == "published"
    expect(control(page, insult)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(menu(page)).to_have_count(0)
    expect(control(page, insult)).to_be_focused()
    expect(control(page, insult)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    expect(menu(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(menu(page).get_by_role("button", name="Spam").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Marked as spam.")
    expect(control(page, insult)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Undone.")
    assert status(insult) == "published"


def test_enter_in_the_note_decides_nothing(open_page, moderator, article, insult):
    page = signed_in(open_page, moderator, article.path)
    control(page, insult).click()
    menu(page).get_by_label("With a note to the author").fill("Calmly, please.")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(menu(page)).to_have_count(0)
    assert not Decision.objects.exists()


def test_a_held_comment_is_approved_where_it_will_stand(open_page, moderator, article, insult):
    case = a_case(article=article, parent=insult, text="An answer that waits.")
    page = signed_in(open_page, moderator, article.path)
    expect(place(page, case.comment)).to_contain_text("Held: readers do not see it")
    expect(page.locator("a[data-open-cases]")).to_have_text("1 open case here")
    control(page, case.comment).click()
    menu(page).get_by_role("button", name="Approve").click()
    expect(said(page)).to_have_text("Approved.")
    expect(place(page, case.comment)).to_contain_text("Approved by Moritz Calm")
    expect(page.locator("a[data-open-cases]")).to_have_text("0 open cases here")
    assert status(case.comment) == "published"


def test_a_case_is_opened_in_place(open_page, moderator, article, insult):
    page = signed_in(open_page, moderator, article.path)
    control(page, insult).click()
    menu(page).get_by_role("button", name="Open a case").click()
    expect(said(page)).to_have_text("The case is open.")
    expect(place(page, insult)).to_contain_text("By a moderator")
    control(page, insult).click()
    menu(page).get_by_role("link", name="Open the case").click()
    expect(page.locator(".case-text")).to_have_text("You are all fools.")


def test_what_a_colleague_has_done_meanwhile_is_shown_with_the_note(
    open_page, moderator, administrator, article, insult
):
    page = signed_in(open_page, moderator, article.path)
    control(page, insult).click()
    menu(page).get_by_label("With a note to the author").fill("Calmly, please.")
    decisions.decide(Decision.Verb.SPAM, [insult.pk], by=administrator, at=timezone.now())
    menu(page).get_by_role("button", name="Hate").click()
    expect(menu(page).get_by_role("alert")).to_contain_text("meanwhile spam by somebody else")
    expect(menu(page).get_by_label("With a note to the author")).to_have_value("Calmly, please.")
    expect(place(page, insult)).to_contain_text("Marked as spam by Ada Keys")
    assert status(insult) == "spam"


def test_what_was_not_saved_is_said_and_nothing_is_lost(open_page, moderator, article, insult):
    page = signed_in(open_page, moderator, article.path)
    control(page, insult).click()
    menu(page).get_by_label("With a note to the author").fill("Calmly, please.")
    page.context.set_offline(True)
    menu(page).get_by_role("button", name="Hate").click()
    expect(menu(page).get_by_role("alert")).to_contain_text("This was not saved.")
    page.context.set_offline(False)
    menu(page).get_by_role("button", name="Hate").click()
    expect(said(page)).to_have_text("Rejected: Hate.")
    assert Decision.objects.get().reason == "Calmly, please."


def test_a_reply_that_is_being_written_stays(open_page, moderator, article, insult):
    page = signed_in(open_page, moderator, article.path)
    place(page, insult).get_by_role("link", name="Reply to").click()
    reply = place(page, insult).locator("textarea")
    reply.fill("Please be kind.")
    control(page, insult).click()
    menu(page).get_by_role("button", name="Open a case").click()
    expect(said(page)).to_have_text("The case is open.")
    expect(reply).to_have_value("Please be kind.")


def test_without_javascript_the_links_lead_and_lead_back(open_page, moderator, article, insult):
    page = signed_in(open_page, moderator, article.path, javascript=False)
    place(page, insult).get_by_role("link", name="Moderate the comment of").click()
    page.get_by_label("With a note to the author").fill("Calmly, please.")
    page.get_by_role("button", name="Personal attack").click()
    expect(page).to_have_url(
        f"{page.url.partition('?')[0]}?comment={insult.pk}#comment-{insult.pk}"
    )
    expect(page.locator(".messages")).to_have_text("Rejected: Personal attack.")
    expect(place(page, insult)).to_contain_text("Rejected by Moritz Calm")
    place(page, insult).get_by_role("button", name="Undo").click()
    expect(page.locator(".messages")).to_have_text("Undone.")
    assert status(insult) == "published"
    place(page, insult).get_by_role("link", name="Moderate the comment of").click()
    page.get_by_role("button", name="Open a case").click()
    assert told(page) == ["The case is open."]
    assert Case.objects.get().comment == insult


def test_the_page_of_a_moderator_keeps_nobody_out(
    open_page, moderator, article, insult, barriers, sideways, width_px, scheme
):
    a_case(article=article, text="Held. " + "Donaudampfschiff" * 12)
    reply = a_comment(article=article, parent=a_comment(article=article, parent=insult))
    a_comment(article=article, parent=reply)
    rejected = a_comment(article=article, text="An insult.")
    a_comment(article=article, parent=rejected)
    act = {"by": moderator, "at": timezone.now()}
    decisions.decide(Decision.Verb.REJECT, [rejected.pk], reason="Insults.", **act)
    switch.suspend(Scope(article=article), mode=Mode.PREMODERATED, cause="abuse", reason="A flood.")
    page = signed_in(open_page, moderator, article.path, width_px=width_px, scheme=scheme)
    assert (barriers(page), sideways(page)) == ([], 0)
    for comment in (insult, reply, rejected):
        control(page, comment).click()
        expect(menu(page)).to_be_visible()
        assert (barriers(page), sideways(page)) == ([], 0)
    menu(page).get_by_role("link", name="All that is known of it").click()
    page.wait_for_url("**/admin/desk/comments/**")  # until the whole page is there
    assert (barriers(page), sideways(page)) == ([], 0)
