"""Two moderators side by side: never the same case, and the slower one is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from comments.models import Case, Comment, Decision
from tests.browser.back_office import signed_in
from tests.builders import a_case, a_person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

DESK = "/admin/desk/"


@pytest.fixture
def second_moderator(db):
    return a_person(name="Berta Brisk", group="Moderators")


def case_of(page):
    return page.locator("[data-current] [data-case]").get_attribute("data-case")


def decided(page, key):
    """Press a key and wait until the answer is there."""
    page.evaluate(
        "() => { window.told = new Promise(done => "
        "document.addEventListener('desk:answered', done, {once: true})) }"
    )
    page.keyboard.press(key)
    page.evaluate("() => window.told.then(() => null)")


def test_side_by_side_they_never_have_the_same_case(
    open_page, moderator, second_moderator, article
):
    for _ in range(20):
        a_case(article=article)
    pages = [signed_in(open_page, person, DESK) for person in (moderator, second_moderator)]
    had: list[set[str]] = [set(), set()]
    for turn in range(20):
        mine, theirs = had[turn % 2], had[1 - turn % 2]
        page = pages[turn % 2]
        if page.locator("[data-current] [data-case]").count() == 0:
            continue
        mine.add(case_of(page))
        assert not mine & theirs
        decided(page, "a")
    assert (len(had[0]), len(had[1])) == (10, 10)
    assert Case.objects.open().count() == 0
    assert Decision.objects.count() == 20


def test_who_opens_a_case_that_a_colleague_has_is_told(
    open_page, moderator, second_moderator, article
):
    case = a_case(article=article)
    signed_in(open_page, moderator, DESK)
    page = signed_in(open_page, second_moderator, DESK)
    expect(page.locator("[data-current]")).to_contain_text("a colleague has it in hand")
    page.goto(f"{DESK}?view=list")
    expect(page.locator(".case-row")).to_contain_text("Moritz Calm has it")
    page.goto(f"{DESK}cases/{case.pk}/")
    expect(page.locator(".desk-alone")).to_have_text("Moritz Calm has this case in hand just now.")


@pytest.mark.parametrize("javascript", [True, False])
def test_who_was_slower_is_told_and_changes_nothing(
    open_page, moderator, second_moderator, article, javascript
):
    case = a_case(article=article)
    slow = signed_in(open_page, moderator, DESK, javascript=javascript)
    quick = signed_in(open_page, second_moderator, f"{DESK}cases/{case.pk}/", javascript=javascript)
    quick.get_by_role("button", name="Personal attack").click()
    quick.wait_for_url(f"**{DESK}")
    slow.locator("[data-current]").get_by_role("button", name="Approve").click()
    heard = slow.locator("[data-desk-said]" if javascript else ".messagelist")
    expect(heard).to_contain_text("meanwhile rejected by somebody else")
    assert Comment.objects.get().status == "rejected"
    assert Decision.objects.get().made_by == second_moderator
