"""A moderator sweeps a campaign away, and takes it back."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment, Fingerprint
from comments.screening import fingerprint
from tests.browser.back_office import signed_in, told
from tests.builders import a_case, a_comment, an_article

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

PITCH = "The harbour board has sold us out again and everybody in this town knows it by now."


def pasted(comment, group=None):
    Fingerprint.objects.keep(comment, fingerprint.of(comment.text), group, timezone.now())
    return comment


@pytest.fixture
def campaign(article):
    """One text by five accounts under two articles, and a calm remark."""
    case = a_case(article=article, text=PITCH)
    pasted(case.comment)
    for where in (article, an_article(), article):
        pasted(a_comment(article=where, text=PITCH), case.comment_id)
    pasted(a_comment(article=article, text=PITCH, status="held"), case.comment_id)
    a_comment(article=article, text="A calm remark of somebody else.")
    return case


def sweep_of(page, case):
    page.goto(f"/admin/desk/cases/{case.pk}/")
    more = page.get_by_role("button", name="More")
    if more.is_visible():  # on a phone
        more.click()
    page.get_by_role("link", name="Sweep").click()
    return page


def statuses():
    return sorted(Comment.objects.values_list("status", flat=True))


BEFORE = ["held", "held", "published", "published", "published", "published"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_campaign_is_swept_away_and_comes_back(
    open_page, moderator, article, campaign, javascript
):
    page = sweep_of(signed_in(open_page, moderator, "/healthz", javascript=javascript), campaign)
    expect(page.locator("main")).to_contain_text("5 comments of the last 7 days")
    expect(page.locator("main")).not_to_contain_text("A calm remark")
    assert statuses() == BEFORE
    page.get_by_role("button", name="Mark as spam 5").click()
    assert told(page) == ["5 comments marked as spam. Undo"]
    assert statuses() == ["published", *["spam"] * 5]
    stranger = open_page(article.path, javascript=javascript)
    expect(stranger.locator("#comments")).to_contain_text("A calm remark")
    expect(stranger.locator("#comments")).not_to_contain_text("harbour board")

    page.get_by_role("button", name="Undo my last").click()
    heard = page.locator("[data-desk-said]" if javascript else ".messagelist")
    expect(heard).to_have_text("Taken back: 5 decisions.")
    assert statuses() == BEFORE
    stranger.reload()
    expect(stranger.locator("#comments")).to_contain_text("harbour board")


def test_what_is_unticked_stays_and_the_button_counts_the_rest(
    open_page, moderator, article, campaign
):
    page = sweep_of(signed_in(open_page, moderator, "/healthz"), campaign)
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Mark as spam 4").click()
    assert told(page)[0].startswith("4 comments marked as spam.")
    assert statuses().count("spam") == 4


def test_the_sweep_is_reached_and_done_by_keyboard_alone(open_page, moderator, campaign):
    page = signed_in(open_page, moderator, "/admin/desk/")
    page.keyboard.press("w")
    page.wait_for_url("**/sweep/*")
    button = page.get_by_role("button", name="Mark as spam 5")
    for _ in range(60):
        if button.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert told(page)[0].startswith("5 comments marked as spam.")
    page.keyboard.press("u")
    expect(page.locator("[data-desk-said]")).to_have_text("Taken back: 5 decisions.")
    assert statuses() == BEFORE


def test_after_skipping_a_sweep_leads_back_to_where_the_moderator_stood(
    open_page, moderator, campaign, article
):
    later = a_case(article=article, text="What comes after the campaign.")
    page = signed_in(open_page, moderator, "/admin/desk/?kind=held")
    page.keyboard.press("j")
    expect(page.locator("[data-current] .case-text")).to_have_text(later.comment.text)
    page.keyboard.press("w")
    page.wait_for_url("**/sweep/*")
    page.get_by_role("link", name="Leave everything as it is").click()
    expect(page.locator("[data-current] .case-text")).to_have_text(later.comment.text)
    assert "kind=held" in page.url


def test_the_page_of_a_sweep_keeps_nobody_out(
    open_page, moderator, campaign, barriers, sideways, width_px, scheme
):
    page = signed_in(open_page, moderator, "/healthz", width_px=width_px, scheme=scheme)
    sweep_of(page, campaign)
    assert (barriers(page), sideways(page)) == ([], 0)
