"""A shift in a browser: save a filter, assign a case, hand over; with JavaScript and without, at a
desk and on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Assignment, Case, HandOver, Queue
from comments.moderation import assignment
from tests.browser.back_office import signed_in, told
from tests.browser.conftest import PHONE_PX
from tests.builders import a_case, a_person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

WAYS = [
    pytest.param({}, id="desk"),
    pytest.param({"javascript": False}, id="without JavaScript"),
    pytest.param({"width_px": PHONE_PX, "phone": True}, id="phone"),
]


@pytest.fixture
def colleague(live_server):
    return a_person(name="Clara Colleague", group="Moderators")


def open_more(page):
    """On a phone the rarer acts are behind a button."""
    more = page.get_by_role("button", name="More").first
    if more.is_visible():
        more.click()


@pytest.mark.parametrize("how", WAYS)
def test_a_filter_is_saved_and_leads_back_to_its_cases(open_page, moderator, article, how):
    a_case(article=article, kind="spam", text="Buy boots.")
    a_case(article=article, kind="held", text="A bridge.")
    page = signed_in(open_page, moderator, "/admin/desk/?kind=spam", **how)
    page.get_by_text("Narrowed down:").click()
    page.get_by_role("link", name="Save this filter as…").click()
    page.get_by_label("Name").fill("Doubtful spam")
    page.get_by_label("For all moderators").check()
    page.get_by_role("button", name="Save the queue").click()
    assert told(page) == ["Saved as the queue “Doubtful spam”."]
    page.goto("/admin/desk/")
    page.get_by_role("link", name="Doubtful spam 1").click()
    expect(page.locator(".case-text").first).to_have_text("Buy boots.")
    page.get_by_role("link", name="Queues", exact=True).click()
    card = page.get_by_role("region", name="Doubtful spam")
    expect(card.get_by_text("shared")).to_be_visible()
    assert Queue.objects.get().filters == {"kind": "spam"}


@pytest.mark.parametrize("how", WAYS)
def test_a_case_is_assigned_and_comes_to_its_assignee(
    open_page, moderator, colleague, article, how
):
    a_case(article=article, text="One.")
    a_case(article=article, text="Two.", at=timezone.now() + timedelta(minutes=1))
    page = signed_in(open_page, moderator, "/admin/desk/", **how)
    open_more(page)
    page.get_by_role("link", name="Assign", exact=True).first.click()
    page.get_by_label("To whom").select_option(label="Clara Colleague")
    page.get_by_label("Note").fill("You know him.")
    page.get_by_role("button", name="Assign", exact=True).click()
    assert told(page) == ["Assigned to Clara Colleague."]
    expect(page.locator(".case-text").first).to_have_text("Two.")
    hers = signed_in(open_page, colleague, "/admin/desk/", **how)
    expect(hers.locator(".case-text").first).to_have_text("One.")
    expect(hers.locator(".case-assigned").first).to_contain_text("You know him.")
    assert Assignment.objects.get().person == colleague


@pytest.mark.parametrize("how", WAYS)
def test_a_note_is_left_at_the_end_of_a_shift_and_read_at_the_next(
    open_page, moderator, colleague, article, how
):
    case = a_case(article=article)
    assignment.assign_case(case, moderator, by=moderator, at=timezone.now())
    page = signed_in(open_page, moderator, "/admin/desk/shift/", **how)
    page.get_by_role("link", name="Hand over").click()
    page.get_by_label("To", exact=True).select_option(label="Clara Colleague")
    page.get_by_label("Note").fill("Watch the organ story.")
    page.get_by_label("Hand over the cases that are assigned to me").check()
    page.get_by_role("button", name="Hand over").click()
    assert told(page) == ["Your note waits for Clara Colleague."]
    hers = signed_in(open_page, colleague, "/admin/desk/", **how)
    hers.get_by_role("link", name="1 hand-over note to read").click()
    expect(hers.get_by_text("Watch the organ story.")).to_be_visible()
    hers.get_by_role("button", name="I have read it").click()
    expect(hers.get_by_role("button", name="I have read it")).to_have_count(0)
    assert HandOver.objects.get().read_by == colleague
    assert Assignment.objects.in_force(timezone.now()).get().person == colleague


def test_skipping_a_case_that_came_first_shows_what_is_more_pressing(open_page, moderator, article):
    now = timezone.now()
    cases = [
        a_case(article=article, text=f"Nr {n}.", at=now + timedelta(hours=n)) for n in range(3)
    ]
    assignment.assign_case(cases[2], moderator, by=moderator, at=now)
    page = signed_in(open_page, moderator, "/admin/desk/")
    shown = page.locator("[data-current] .case-text")
    expect(shown).to_have_text("Nr 2.")
    page.keyboard.press("j")
    expect(shown).to_have_text("Nr 0.")
    page.keyboard.press("s")
    expect(shown).to_have_text("Nr 1.")
    assert Case.objects.open().count() == 2


def test_the_pages_of_a_shift_keep_nobody_out_and_never_scroll_sideways(
    open_page, moderator, colleague, article, barriers, sideways, scheme, width_px
):
    now = timezone.now()
    case = a_case(article=article, text="A long word: " + "x" * 120)
    a_case(article=article, at=now - timedelta(days=2))
    queue = Queue.objects.create(
        name="Everything that is held under the articles of the city desk", made_at=now,
        filters={"kind": "held"}, made_by=moderator,
    )  # fmt: skip
    assignment.assign_queue(queue, colleague, by=moderator, at=now, note="Until six.")
    assignment.assign_case(case, moderator, by=colleague, at=now, note="Yours, I think.")
    assignment.hand_over("Watch the organ story.\n\nIt burns.", by=colleague, at=now)
    page = signed_in(open_page, moderator, "/admin/desk/", scheme=scheme, width_px=width_px)
    for path in (
        "/admin/desk/", "/admin/desk/?kind=held&view=list", "/admin/desk/queues/",
        "/admin/desk/queues/draft/?kind=held&assigned=me", f"/admin/desk/queues/{queue.pk}/",
        f"/admin/desk/cases/{case.pk}/assignment/", "/admin/desk/shift/",
        "/admin/desk/shift/hand-over/",
    ):  # fmt: skip
        page.goto(path)
        assert barriers(page) == [], path
        assert sideways(page) == 0, path
