"""A moderator reopens after a flood, publishes what waited only for that, and takes it back."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from comments import posting, switch
from comments.models import Comment, Mode, Scope, Trip
from tests.browser.back_office import signed_in, told
from tests.builders import a_case, a_person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]


@pytest.fixture
def suspension(article, moderator):
    """The whole site is read first; three calm remarks wait, and one with a listed word."""
    made = switch.suspend(
        Scope(), mode=Mode.PREMODERATED, cause="abuse", reason="A flood.", by=moderator
    )
    for number in range(3):
        text = f"Calm remark number {number}."
        posting.submit(posting.Submission(article, a_person(), text, uuid.uuid4()))
    a_case(article=article, causes=("words",), text="You fool.")
    return made


@pytest.mark.parametrize("javascript", [True, False])
def test_what_waited_only_for_the_suspension_is_published_and_held_again(
    open_page, suspension, article, moderator, javascript
):
    desk = signed_in(open_page, moderator, "/admin/switchboard/", javascript=javascript)
    now = desk.locator(".switch-now")
    expect(now).to_contain_text("4 comments are held. 3 wait only for this suspension")
    now.get_by_role("link").first.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Reopen the whole site?")
    expect(desk.locator(".held-by-cause")).to_contain_text("Held for what they say: Words (1)")
    box = desk.get_by_label("Publish the 3 comments that wait only for this suspension")
    expect(box).not_to_be_checked()
    box.check()
    box.press("Enter")  # which decides nothing
    expect(desk.get_by_role("heading", level=1)).to_have_text("Reopen the whole site?")
    desk.get_by_role("button", name="Reopen").click()
    assert "3 held comments were published" in " ".join(told(desk))
    stranger = open_page(article.path, javascript=javascript)
    expect(stranger.locator("#comments article")).to_have_count(3)
    expect(stranger.locator("#comments")).not_to_contain_text("You fool.")

    desk.goto(f"/admin/switchboard/suspensions/{suspension.pk}/")
    desk.get_by_role("button", name="Hold them again").click()
    assert "3 comments are held again." in " ".join(told(desk))
    assert Comment.objects.held().count() == 4
    stranger.reload()
    expect(stranger.locator("#comments article")).to_have_count(0)


def test_by_the_keyboard_alone(open_page, suspension, moderator):
    desk = signed_in(
        open_page, moderator, f"/admin/switchboard/suspensions/{suspension.pk}/lifting/"
    )
    desk.locator("[name=publish_held]").focus()
    desk.keyboard.press("Space")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    assert "3 held comments were published" in " ".join(told(desk))


def test_the_pages_keep_nobody_out(
    open_page, suspension, article, moderator, barriers, sideways, width_px, scheme
):
    by_breaker = switch.suspend(
        Scope(article=article), mode=Mode.PREMODERATED, cause="abuse", reason="Set by the breaker."
    )
    Trip.objects.create(
        suspension=by_breaker, measured=10, out_of=21, window_minutes=10,
        tripped_at=by_breaker.set_at,
    )  # fmt: skip
    desk = signed_in(
        open_page, moderator, "/admin/switchboard/", width_px=width_px, scheme=scheme,
        phone=width_px < 500,
    )  # fmt: skip
    assert (barriers(desk), sideways(desk)) == ([], 0)
    reopen = desk.get_by_role("link", name="Reopen the whole site").bounding_box()
    keep = desk.get_by_role("button", name="Keep it as it is").bounding_box()
    # What reopens is on the first screen, and no button of the breaker is.
    assert reopen["y"] + reopen["height"] <= 900
    assert keep["y"] - reopen["y"] > 300
    for name in ("lifting/", ""):
        desk.goto(f"/admin/switchboard/suspensions/{suspension.pk}/{name}")
        assert (barriers(desk), sideways(desk)) == ([], 0)
    expect(desk.get_by_role("button", name="Keep")).to_have_count(0)
