"""A moderator decides on comments: one on its page, several at once."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Decision, HouseRule
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
    assert told(page) == ["1 comment approved or kept. Undo"]
    page.goto(article.path)
    expect(page.locator("#comments")).to_contain_text("Second held.")
    expect(page.locator("#comments")).not_to_contain_text("First held.")


@pytest.mark.parametrize("javascript", [True, False])
def test_several_are_rejected_by_one_house_rule_and_it_is_undone_from_the_message(
    open_page, moderator, held, javascript
):
    page = signed_in(open_page, moderator, LIST, javascript=javascript)
    for text in ("First held.", "Third held."):
        page.locator("tr", has_text=text).locator("[name=_selected_action]").check()
    page.select_option("[name=action]", "reject")
    page.get_by_role("button", name="Go").click()
    rule = HouseRule.objects.in_use()[1]
    page.get_by_role("radio", name=rule.label).check()
    page.get_by_label("Note to the author").fill("Not under this article.")
    page.get_by_role("button", name="Reject").click()
    assert told(page) == [f"2 comments rejected: {rule}. Undo"]
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["rejected", "held", "rejected"]
    assert set(Decision.objects.values_list("reason", "house_rule")) == {
        ("Not under this article.", rule.pk)
    }
    page.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo 2 decisions").click()
    assert told(page) == ["Taken back: 2 decisions."]
    assert list(statuses.all()) == ["held"] * 3


def test_one_is_rejected_on_its_page_where_the_rules_can_be_read(
    open_page, moderator, held, sideways, width_px, scheme
):
    page = signed_in(open_page, moderator, LIST, width_px=width_px, scheme=scheme)
    page.locator("tr", has_text="Second held.").get_by_text("Decide, history").click()
    rule = HouseRule.objects.in_use()[0]
    expect(page.locator(".house-rules")).to_contain_text(rule.rule)
    assert sideways(page) == 0
    page.get_by_role("radio", name=rule.label).check()
    page.keyboard.press("Enter")
    assert not Decision.objects.exists()
    page.get_by_role("button", name="Reject").click()
    assert told(page) == [f"1 comment rejected: {rule}. Undo"]


def test_the_list_fits_its_window(open_page, moderator, held, sideways, width_px, scheme):
    page = signed_in(open_page, moderator, LIST, width_px=width_px, scheme=scheme)
    assert sideways(page) == 0
