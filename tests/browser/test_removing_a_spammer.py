"""A moderator removes a spammer with two keys, or two taps, and takes it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from comments.models import Case, Comment, Sanction
from tests.browser.back_office import signed_in, told
from tests.builders import a_case, a_comment

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

BAIT = "Cheap watches at https://cheap-watches.example/buy and more."
BUTTON = "Remove the spammer"


@pytest.fixture
def case(article, reader):
    """Of a spammer, and the case of somebody else behind it."""
    case = a_case(article=article, author=reader, kind="reported", text=BAIT)
    a_comment(article=article, author=reader, text=BAIT)
    a_case(article=article, author=reader, text=BAIT)
    a_case(article=article, text="A remark that waits.")
    return case


def statuses(person):
    return sorted(Comment.objects.filter(author=person).values_list("status", flat=True))


BEFORE = ["held", "published", "published"]


def test_two_keys_remove_a_spammer_and_one_brings_all_back(
    open_page, moderator, reader, article, case
):
    page = signed_in(open_page, moderator, "/admin/desk/")
    page.keyboard.press("p")
    page.wait_for_url("**/spammer/**")
    expect(page.locator("main")).to_contain_text("3 comments will be marked as spam.")
    expect(page.locator("main")).to_contain_text("2 open cases will be closed.")
    assert statuses(reader) == BEFORE
    page.keyboard.press("Enter")
    assert told(page)[0].startswith("Rita Reader is banned. 3 comments are marked as spam.")
    expect(page.locator(".case-text")).to_have_text("A remark that waits.")
    assert statuses(reader) == ["spam"] * 3
    stranger = open_page(article.path)
    expect(stranger.locator("#comments")).not_to_contain_text("Cheap watches")

    page.keyboard.press("u")
    expect(page.locator("[data-desk-said]")).to_contain_text(
        "The removal of Rita Reader is undone: 3 comments are as they were before."
    )
    assert statuses(reader) == BEFORE
    assert Case.objects.open().count() == 3
    assert Sanction.objects.get().lifted_by == moderator
    stranger.reload()
    expect(stranger.locator("#comments")).to_contain_text("Cheap watches")


@pytest.mark.parametrize("javascript", [True, False])
def test_three_taps_remove_a_spammer_from_a_phone(open_page, moderator, reader, case, javascript):
    page = signed_in(
        open_page, moderator, "/admin/desk/", width_px=390, phone=True, javascript=javascript
    )
    page.get_by_role("button", name="More").first.tap()
    page.get_by_role("link", name="Spammer").first.tap()
    page.wait_for_url("**/spammer/**")
    expect(page.get_by_role("button", name=BUTTON)).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name=BUTTON).tap()
    assert told(page)[0].startswith("Rita Reader is banned.")
    assert statuses(reader) == ["spam"] * 3
    page.get_by_role("button", name="More").first.tap()
    page.get_by_role("button", name="Undo my last").tap()
    heard = page.locator("[data-desk-said]" if javascript else ".messagelist")
    expect(heard).to_contain_text("The removal of Rita Reader is undone")
    assert statuses(reader) == BEFORE


def test_what_was_skipped_stays_behind(open_page, moderator, reader, article, case):
    first = a_case(article=article, kind="legal", text="A notice that I leave for a colleague.")
    page = signed_in(open_page, moderator, "/admin/desk/")
    expect(page.locator(".case-text")).to_have_text(first.comment.text)
    with page.expect_response("**/claim/"):
        page.keyboard.press("j")
    expect(page.locator(".case-text")).to_have_text(BAIT)
    page.keyboard.press("p")
    page.wait_for_url("**/spammer/**")
    page.keyboard.press("Enter")
    told(page)
    expect(page.locator(".case-text")).to_have_text("A remark that waits.")


def test_enter_in_the_reason_removes_nobody(open_page, moderator, reader, case):
    sent = []
    page = signed_in(open_page, moderator, f"/admin/desk/people/{reader.pk}/spammer/")
    # The browser may ask for the icon late.
    page.on("request", lambda each: "/static/" in each.url or sent.append(each.url))
    page.get_by_label("cheap-watches.example").uncheck()
    page.get_by_label("cheap-watches.example").press("Enter")
    page.get_by_label("Reason").press("Enter")
    expect(page.get_by_label("Reason")).to_have_value("\nThis account was used to post spam.")
    assert sent == []
    assert statuses(reader) == BEFORE


def test_a_ban_from_the_page_of_an_account_takes_three_inputs(open_page, moderator, reader, case):
    """The key B, the kind and the button; the reason and the duration are there to begin with."""
    page = signed_in(open_page, moderator, "/admin/desk/")
    page.keyboard.press("b")
    page.wait_for_url("**/people/**")
    page.get_by_label("Ban: may not write").check()
    page.get_by_role("button", name="Impose").click()
    assert told(page)[0].startswith("Rita Reader is banned. 3 comments are rejected.")
    assert statuses(reader) == ["rejected"] * 3
    page.get_by_role("button", name="Undo the removal").click()
    assert told(page)[0].startswith("The removal of Rita Reader is undone: 3 comments")
    assert statuses(reader) == BEFORE


def test_the_page_of_a_removal_keeps_nobody_out(
    open_page, moderator, reader, case, barriers, sideways, width_px, scheme
):
    path = f"/admin/desk/people/{reader.pk}/spammer/?case={case.pk}"
    page = signed_in(open_page, moderator, path, width_px=width_px, scheme=scheme)
    expect(page.get_by_role("button", name=BUTTON)).to_be_in_viewport(ratio=1)
    assert (barriers(page), sideways(page)) == ([], 0)
