"""A desk that is open notices new work, and never takes away what somebody is reading."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.moderation import queue
from tests.browser.back_office import signed_in
from tests.builders import a_case, a_person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

DESK = "/admin/desk/"
HALF_A_MINUTE = 31_000


def open_desk(open_page, moderator, path=DESK):
    """The desk in a browser whose clock the test moves."""
    page = signed_in(open_page, moderator, "/healthz")
    page.clock.install()
    page.goto(path)
    return page


def after_half_a_minute(page):
    with page.expect_response("**/desk/counts/**"):
        page.clock.fast_forward(HALF_A_MINUTE)


def hide(page, hidden=True):
    """The tab goes to the background, or comes back."""
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_new_cases_change_the_numbers_and_the_title_and_not_the_case(open_page, moderator, article):
    a_case(article=article, text="The first.")
    page = open_desk(open_page, moderator)
    expect(page).to_have_title("(1) The desk | Newsroom")
    page.keyboard.press("n")
    page.keyboard.type("Half a not")
    a_case(article=article, text="The second.")
    a_case(article=article, kind="spam", text="The third.")
    after_half_a_minute(page)
    expect(page).to_have_title("(3) The desk | Newsroom")
    expect(page.locator("[data-count=held]")).to_have_text("2")
    expect(page.locator("[data-current] .case-text")).to_have_text("The first.")
    expect(page.locator("[data-current] [name=reason]")).to_have_value("Half a not")
    expect(page.locator("[data-desk-news]")).to_be_empty()


def test_the_title_counts_the_kind_that_is_looked_at(open_page, moderator, article):
    a_case(article=article)
    a_case(article=article, kind="spam")
    page = open_desk(open_page, moderator, f"{DESK}?kind=spam")
    expect(page).to_have_title("(1) The desk | Newsroom")


def test_a_decision_changes_the_title_at_once(open_page, moderator, article):
    for _ in range(2):
        a_case(article=article)
    page = signed_in(open_page, moderator, DESK)
    page.keyboard.press("a")
    expect(page).to_have_title("(1) The desk | Newsroom")
    page.keyboard.press("a")
    expect(page).to_have_title("The desk | Newsroom")


def test_an_empty_desk_offers_the_first_new_case(open_page, moderator, article):
    page = open_desk(open_page, moderator)
    offer = page.get_by_role("link", name="Take the first")
    after_half_a_minute(page)
    expect(offer).to_have_count(0)
    a_case(article=article, text="It has just come.")
    after_half_a_minute(page)
    expect(page.get_by_role("status").filter(has_text="New cases have come.")).to_be_visible()
    offer.click()
    expect(page.locator("[data-current] .case-text")).to_have_text("It has just come.")


def test_what_a_colleague_has_in_hand_is_not_offered(open_page, moderator, article):
    page = open_desk(open_page, moderator)
    case = a_case(article=article)
    queue.take(case, a_person(group="Moderators"), timezone.now())
    after_half_a_minute(page)
    expect(page.locator("[data-count=held]")).to_have_text("1")
    expect(page.get_by_role("link", name="Take the first")).to_have_count(0)


def test_what_was_skipped_is_not_offered_as_new(open_page, moderator, article):
    a_case(article=article, text="Skipped.")
    page = open_desk(open_page, moderator)
    page.keyboard.press("j")
    expect(page.locator("[data-current]")).to_contain_text("What you skipped still waits")
    after_half_a_minute(page)
    expect(page.get_by_role("link", name="Take the first")).to_have_count(0)


def test_a_legal_notice_is_announced_while_another_case_is_read(open_page, moderator, article):
    a_case(article=article, text="Held.")
    page = open_desk(open_page, moderator)
    a_case(article=article, kind="legal", text="Against the law.")
    after_half_a_minute(page)
    news = page.locator("[data-desk-news]")
    expect(news).to_contain_text("A legal notice has come.")
    expect(news).to_have_attribute("role", "status")
    expect(page.locator("[data-current] .case-text")).to_have_text("Held.")
    news.get_by_role("link").click()
    expect(page.locator("[data-current] .case-text")).to_have_text("Against the law.")


def test_a_hidden_desk_asks_more_and_more_rarely_and_at_once_when_it_is_seen_again(
    open_page, moderator, article
):
    page = open_desk(open_page, moderator)
    hide(page)
    asked = []
    page.on("request", lambda each: asked.append(each.url) if "/counts/" in each.url else None)
    for _ in range(20):  # ten minutes
        page.clock.run_for(30_000)
        page.wait_for_load_state("networkidle")
    assert 1 <= len(asked) <= 5
    asked.clear()
    page.clock.run_for(60_000)
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/desk/counts/**"):
        hide(page, hidden=False)
        page.clock.run_for(10)


def test_a_desk_whose_site_does_not_answer_says_nothing_and_asks_again(
    open_page, moderator, article
):
    page = open_desk(open_page, moderator)
    page.context.set_offline(True)
    page.clock.fast_forward(HALF_A_MINUTE)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(False)
    a_case(article=article)
    with page.expect_response("**/desk/counts/**"):
        page.clock.fast_forward(2 * HALF_A_MINUTE)
    expect(page).to_have_title("(1) The desk | Newsroom")
