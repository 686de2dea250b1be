"""A moderator with a phone: everything by thumb, and swiping for those who choose it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Decision, HouseRule
from tests.browser.back_office import signed_in
from tests.builders import a_case

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

DESK = "/admin/desk/"
PHONE = {"width_px": 390, "phone": True}
CHOICE = "Swipe on this device"


@pytest.fixture
def held(article):
    return [a_case(article=article, text=f"Held number {n}.").comment for n in range(1, 4)]


@pytest.fixture
def phone(open_page, moderator, held):
    return signed_in(open_page, moderator, DESK, **PHONE)


def shown(page):
    return page.locator("[data-current] .case-text")


def bar(page):
    return page.locator("[data-current] .acts")


def choose_to_swipe(page):
    page.get_by_label(CHOICE).tap()
    page.evaluate("scrollTo(0, 0)")


def drag(page, by_x, by_y=0, *, at=None, lift=True):
    """A finger goes down on the comment, moves by so many pixels, and is lifted."""
    box = shown(page).bounding_box()
    x, y = at or (195, box["y"] + 8)
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", {"x": x, "y": y})
    for step in range(1, 11):
        send("touchMove", {"x": x + by_x * step / 10, "y": y + by_y * step / 10})
    if lift:
        send("touchEnd")


def test_a_house_rule_is_chosen_in_the_sheet_with_a_note(phone):
    bar(phone).get_by_role("button", name="Reject").tap()
    rule = HouseRule.objects.in_use()[8]
    button = bar(phone).get_by_role("button", name=str(rule))
    assert button.bounding_box()["height"] >= 44
    phone.get_by_label("with a note to the author").fill("Please stay with the matter.")
    button.tap()
    expect(shown(phone)).to_have_text("Held number 2.")
    expect(phone.locator("[data-desk-said]")).to_contain_text(f"Rejected: {rule}.")
    made = Decision.objects.get()
    assert (made.house_rule, made.reason) == (rule, "Please stay with the matter.")


def test_the_sheet_is_closed_without_deciding(phone):
    bar(phone).get_by_role("button", name="Reject").tap()
    bar(phone).get_by_role("button", name="Cancel").tap()
    expect(bar(phone).get_by_role("button", name="Personal attack")).to_have_count(0)
    bar(phone).get_by_role("button", name="More").tap()
    expect(bar(phone).get_by_role("link", name="Sanction")).to_be_visible()
    assert not Decision.objects.exists()


def test_a_sheet_needs_no_javascript(open_page, moderator, held):
    page = signed_in(open_page, moderator, DESK, javascript=False, **PHONE)
    bar(page).get_by_role("button", name="Reject").tap()
    bar(page).get_by_role("button", name="Hate").tap()
    expect(page.locator(".messagelist")).to_contain_text("Rejected: Hate.")


def test_no_key_is_shown_on_a_touch_screen(open_page, moderator, held, phone):
    assert phone.locator("kbd:visible, .desk-keys:visible").count() == 0
    desk = signed_in(open_page, moderator, DESK)
    assert desk.locator("[data-current] kbd:visible").count() > 10
    assert desk.locator(".desk-keys").is_visible()
    assert not desk.get_by_label(CHOICE).is_visible()


def test_each_touch_target_of_the_bar_is_large_enough(phone):
    for button in bar(phone).locator(".acts-first > *:visible").all():
        assert button.bounding_box()["height"] >= 44


def test_the_undo_stands_beside_what_was_done(phone):
    bar(phone).locator("button[value=spam]").tap()
    expect(phone.locator("[data-desk-said]")).to_have_text("Marked as spam.")
    phone.locator(".desk-last").get_by_role("button", name="Undo").tap()
    expect(shown(phone)).to_have_text("Held number 1.")
    assert Comment.objects.get(text="Held number 1.").status == "held"


def test_nothing_is_swiped_unless_somebody_chose_it(phone):
    drag(phone, 135)
    drag(phone, -135)
    expect(shown(phone)).to_have_text("Held number 1.")
    assert not Decision.objects.exists()


def test_swiping_right_approves_and_left_skips(phone):
    choose_to_swipe(phone)
    drag(phone, 200)
    expect(shown(phone)).to_have_text("Held number 2.")
    expect(phone.locator("[data-desk-said]")).to_have_text("Approved.")
    assert Decision.objects.get().verb == "approve"
    drag(phone, -200)
    expect(shown(phone)).to_have_text("Held number 3.")
    phone.locator("[data-desk-said]").filter(has_text="Skipped").wait_for()
    assert Decision.objects.count() == 1


def test_the_choice_is_kept_on_the_device(phone):
    choose_to_swipe(phone)
    phone.reload()
    expect(phone.get_by_label(CHOICE)).to_be_checked()
    drag(phone, 200)
    expect(shown(phone)).to_have_text("Held number 2.")


def test_a_swipe_says_what_it_will_do_before_the_finger_is_lifted(phone):
    choose_to_swipe(phone)
    hint = phone.locator("[data-swipe-hint]")
    expect(hint).to_be_hidden()
    drag(phone, 180, lift=False)
    expect(hint).to_have_text("Approve")
    assert hint.get_attribute("data-decides") is not None


@pytest.mark.parametrize(
    ("by_x", "by_y", "at"),
    [(0, -200, None), (90, -200, None), (60, 0, None), (135, 0, (8, 500))],
    ids=["scrolling", "scrolling aslant", "too short", "from the edge of the window"],
)
def test_what_is_no_swipe_decides_nothing(phone, by_x, by_y, at):
    choose_to_swipe(phone)
    drag(phone, by_x, by_y, at=at)
    expect(shown(phone)).to_have_text("Held number 1.")
    assert not Decision.objects.exists()


def test_a_swipe_follows_the_direction_of_the_page_and_not_of_the_comment(phone):
    choose_to_swipe(phone)
    phone.evaluate("document.documentElement.dir = 'rtl'")
    drag(phone, -200)
    expect(phone.locator("[data-desk-said]")).to_have_text("Approved.")


def test_the_next_case_begins_at_the_top_of_a_phone(phone):
    assert phone.evaluate("scrollY") == 0
    bar(phone).get_by_role("button", name="Approve").tap()
    expect(shown(phone)).to_have_text("Held number 2.")
    assert phone.locator(".desk-last").bounding_box()["y"] < 20
    assert phone.locator("#header").bounding_box()["y"] < -40
