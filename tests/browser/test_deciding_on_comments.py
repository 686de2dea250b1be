"""A moderator decides on comments: one on its page, several at once."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Decision
from tests.browser.back_office import signed_in, told
from tests.builders import a_comment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("open_admin"),
]

LIST = "/admin/comments/comment/?status__exact=held"


@pytest.fixture
def held(article):
    texts = ("First held.", "Second held.", "Third held.")
    return [a_comment(article=article, text=text, status="held") for text in texts]


def test_a_moderator_reads_and_approves_a_comment(open_page, moderator, held, article):
    page = signed_in(open_page, moderator, LIST)
    page.locator("tr", has_text="Second held.").get_by_text("Decide, history").click()
    page.get_by_role("button", name="Approve").click()
    assert told(page) == ["Approved: 1 comment."]
    page.goto(article.path)
    expect(page.locator("#comments")).to_contain_text("Second held.")
    expect(page.locator("#comments")).not_to_contain_text("First held.")


@pytest.mark.parametrize("javascript", [True, False])
def test_several_are_rejected_with_one_reason(open_page, moderator, held, javascript):
    page = signed_in(open_page, moderator, LIST, javascript=javascript)
    for text in ("First held.", "Third held."):
        page.locator("tr", has_text=text).locator("[name=_selected_action]").check()
    page.select_option("[name=action]", "reject")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Reason").fill("Off topic")
    page.get_by_role("button", name="Reject").click()
    assert told(page) == ["Rejected: 2 comments."]
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["rejected", "held", "rejected"]
    assert set(Decision.objects.values_list("reason", flat=True)) == {"Off topic"}


def test_the_list_fits_its_window(open_page, moderator, held, sideways, width_px, scheme):
    page = signed_in(open_page, moderator, LIST, width_px=width_px, scheme=scheme)
    assert sideways(page) == 0
