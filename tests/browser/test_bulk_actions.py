"""A moderator decides on many cases of the list at once: by mouse, by keyboard, with a thumb, and
without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from comments.models import Comment, HouseRule
from tests.browser.back_office import signed_in, told
from tests.builders import a_case

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

LIST = "/admin/desk/?view=list&kind=held"


@pytest.fixture
def waiting(article):
    return [a_case(article=article, text=f"Comment number {number}.") for number in range(1, 7)]


def statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def ticked(page):
    boxes = page.locator("[name=comment]").all()
    return [number for number, box in enumerate(boxes, 1) if box.is_checked()]


def row(page, number):
    return page.locator(".case-row", has_text=f"Comment number {number}.")


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_ticked_goes_at_once_and_comes_back_at_once(
    open_page, moderator, waiting, javascript
):
    page = signed_in(open_page, moderator, LIST, javascript=javascript)
    for number in (2, 3):
        row(page, number).get_by_role("checkbox").check()
    page.get_by_role("button", name="Mark as spam").click()
    assert told(page) == ["2 comments marked as spam. Undo"]
    assert page.url.endswith(LIST)
    assert statuses() == ["held", "spam", "spam", "held", "held", "held"]
    page.get_by_role("button", name="Undo my last").click()
    assert told(page) == ["Taken back: 2 decisions."]
    assert page.url.endswith(LIST)
    assert statuses() == ["held"] * 6


@pytest.mark.parametrize("javascript", [True, False])
def test_all_that_match_are_rejected_by_one_rule_after_a_look(
    open_page, moderator, waiting, javascript, monkeypatch
):
    monkeypatch.setattr("comments.moderation.queue.LIST_SIZE", 3)
    page = signed_in(open_page, moderator, LIST, javascript=javascript)
    page.get_by_role("button", name="All 6 that match…").click()
    expect(page.locator("main")).to_contain_text("6 comments are chosen.")
    expect(page.locator("main")).to_contain_text("Comment number 6.")
    assert statuses() == ["held"] * 6
    rule = HouseRule.objects.in_use()[0]
    page.get_by_label("Note to the authors").fill("This was one campaign.")
    page.get_by_role("button", name=rule.label, exact=True).click()
    assert told(page) == [f"6 comments rejected: {rule}. Undo"]
    assert statuses() == ["rejected"] * 6


def test_shift_and_a_click_tick_all_in_between_and_the_buttons_count(open_page, moderator, waiting):
    page = signed_in(open_page, moderator, LIST)
    row(page, 2).get_by_role("checkbox").click()
    row(page, 5).locator(".case-line").click(modifiers=["Shift"])
    assert ticked(page) == [2, 3, 4, 5]
    expect(page.get_by_role("button", name="Mark as spam 4")).to_be_visible()
    row(page, 4).get_by_role("checkbox").click()
    expect(page.get_by_role("button", name="Approve or keep 3")).to_be_visible()
    page.get_by_label("All on this page").check()
    assert ticked(page) == [1, 2, 3, 4, 5, 6]
    expect(page.get_by_role("button", name="Mark as spam 6")).to_be_visible()


def test_by_keyboard_alone_rows_are_gone_through_and_ticked(open_page, moderator, waiting):
    page = signed_in(open_page, moderator, LIST)
    for key in ("j", "x", "j", "j", "x", "k", "x", "x"):
        page.keyboard.press(key)
    assert ticked(page) == [1, 3]
    button = page.get_by_role("button", name="Mark as spam 2")
    button.focus()
    page.keyboard.press("Enter")
    assert told(page) == ["2 comments marked as spam. Undo"]
    page.keyboard.press("u")
    assert told(page) == ["Taken back: 2 decisions."]
    assert statuses() == ["held"] * 6


def test_enter_decides_nothing(open_page, moderator, waiting):
    page = signed_in(open_page, moderator, LIST)
    row(page, 1).get_by_role("checkbox").check()
    page.keyboard.press("Enter")
    page.locator("summary", has_text="Reject by a house rule").click()
    page.get_by_label("Note to the authors").fill("A note.")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Note to the authors")).to_have_value("A note.")
    assert statuses() == ["held"] * 6


def test_a_thumb_ticks_a_row_anywhere_and_decides_without_scrolling(open_page, moderator, waiting):
    page = signed_in(open_page, moderator, LIST, width_px=390, phone=True)
    row(page, 1).locator(".case-where").tap()
    row(page, 2).locator(".case-line").tap()
    assert ticked(page) == [1, 2]
    button = page.get_by_role("button", name="Mark as spam 2")
    box = button.bounding_box()
    assert box["y"] + box["height"] <= 900
    assert box["height"] >= 44
    button.tap()
    assert told(page) == ["2 comments marked as spam. Undo"]


def test_the_pages_of_a_bulk_action_keep_nobody_out(
    open_page, moderator, waiting, barriers, sideways, width_px, scheme, monkeypatch
):
    monkeypatch.setattr("comments.moderation.queue.LIST_SIZE", 3)
    page = signed_in(open_page, moderator, LIST, width_px=width_px, scheme=scheme)
    page.locator("summary", has_text="Reject by a house rule").click()
    assert (barriers(page), sideways(page)) == ([], 0)
    page.get_by_role("button", name="All 6 that match…").click()
    assert (barriers(page), sideways(page)) == ([], 0)
    page.get_by_role("button", name="Mark as spam").click()
    page.get_by_role("link", name="Undo").click()
    assert (barriers(page), sideways(page)) == ([], 0)
