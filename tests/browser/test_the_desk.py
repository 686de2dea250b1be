"""A moderator clears the queue: by keyboard, by mouse, and without JavaScript."""

from __future__ import annotations

import statistics
import time
from itertools import cycle, islice

import pytest
from playwright.sync_api import expect

from comments.models import Case, Comment, Decision, HouseRule
from tests.browser.back_office import signed_in, told
from tests.builders import a_case, a_comment, a_person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

DESK = "/admin/desk/"
# Generous: the site, its database and the browser share one busy machine here.
ROUND_TRIP_MS = 1_500
KEYS = ["a", "s", *"123456789"]

LISTEN = (
    "() => { window.answers = 0; addEventListener('desk:answered', () => window.answers++, true) }"
)
ANSWERED = """number => new Promise(done => {
  const look = () => window.answers >= number ? done() : setTimeout(look, 1);
  look();
})"""


class Keyboard:
    """Somebody who presses a key and looks what comes."""

    def __init__(self, page):
        self.page, self.pressed = page, 0
        page.evaluate(LISTEN)

    def press(self, key):
        self.page.keyboard.press(key)
        self.pressed += 1
        self.page.evaluate(ANSWERED, self.pressed)


def waiting(article, number, **fields):
    """Cases that have waited, the first the longest, by a handful of authors."""
    authors = [a_person() for _ in range(min(number, 25))]
    return [
        a_case(article=article, author=author, text=f"Held number {place}.", **fields)
        for place, author in enumerate(islice(cycle(authors), number), 1)
    ]


def shown(page):
    return page.locator("[data-current] .case-text").inner_text()


def said(page):
    return page.locator("[data-desk-said]")


def p95(values):
    return statistics.quantiles(values, n=20)[-1]


def test_a_hundred_cases_are_cleared_by_keyboard_alone(
    open_page, moderator, article, record_property
):
    waiting(article, 100)
    page = signed_in(open_page, moderator, DESK)
    keyboard = Keyboard(page)
    begun = time.perf_counter()
    for key in islice(cycle(KEYS), 100):
        keyboard.press(key)
    an_hour = 100 / (time.perf_counter() - begun) * 3600
    took = page.evaluate("performance.getEntriesByName('decision').map(each => each.duration)")
    print(
        f"\n{an_hour:,.0f} cases an hour at zero thinking time; a decision takes "
        f"{statistics.median(took):.0f} ms in the median, {p95(took):.0f} ms at the 95th percentile"
    )
    record_property("cases_an_hour", round(an_hour))
    expect(page.locator("[data-current]")).to_contain_text("Nothing waits")
    assert Case.objects.open().count() == 0
    assert Decision.objects.standing().filter(made_by=moderator).count() == 100
    statuses = list(Comment.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == list(islice(cycle(["published", "spam", *["rejected"] * 9]), 100))
    assert len(took) == 100
    assert p95(took) < ROUND_TRIP_MS


def test_each_digit_rejects_by_its_house_rule(open_page, moderator, article):
    waiting(article, 9)
    keyboard = Keyboard(signed_in(open_page, moderator, DESK))
    for digit in "123456789":
        keyboard.press(digit)
    given = Decision.objects.order_by("pk").values_list("house_rule", flat=True)
    assert list(given) == [rule.pk for rule in HouseRule.objects.in_use()[:9]]


def test_a_decision_shows_at_once_and_is_said_when_it_is_kept(open_page, moderator, article):
    waiting(article, 3)
    page = signed_in(open_page, moderator, DESK)
    keyboard = Keyboard(page)
    keyboard.press("s")
    expect(said(page)).to_have_text("Marked as spam.")
    assert shown(page) == "Held number 2."
    assert page.evaluate("document.activeElement.closest('[data-current] h2') !== null")
    expect(page.locator("[data-count=held]")).to_have_text("2")


def test_the_key_u_brings_the_last_case_back(open_page, moderator, article):
    waiting(article, 3)
    page = signed_in(open_page, moderator, DESK)
    keyboard = Keyboard(page)
    keyboard.press("1")
    assert Comment.objects.get(text="Held number 1.").status == "rejected"
    keyboard.press("u")
    expect(said(page)).to_have_text("Taken back: 1 decision.")
    assert shown(page) == "Held number 1."
    assert Comment.objects.get(text="Held number 1.").status == "held"
    for _ in range(3):
        keyboard.press("a")
    assert set(Comment.objects.values_list("status", flat=True)) == {"published"}


def test_the_last_case_of_all_comes_back_to_an_empty_desk(open_page, moderator, article):
    waiting(article, 1)
    page = signed_in(open_page, moderator, DESK)
    keyboard = Keyboard(page)
    keyboard.press("s")
    expect(page.locator("[data-current]")).to_contain_text("Nothing waits")
    keyboard.press("u")
    assert shown(page) == "Held number 1."


def test_what_was_skipped_comes_last(open_page, moderator, article):
    waiting(article, 4)
    page = signed_in(open_page, moderator, DESK)
    keyboard = Keyboard(page)
    keyboard.press("j")
    seen = []
    for _ in range(3):
        seen.append(shown(page))
        keyboard.press("a")
    assert seen == ["Held number 2.", "Held number 3.", "Held number 4."]
    expect(page.locator("[data-current]")).to_contain_text("What you skipped still waits")
    page.get_by_role("link", name="Start over").press("Enter")
    expect(page.locator("[data-current] .case-text")).to_have_text("Held number 1.")


def test_the_keys_do_nothing_while_a_note_is_typed(open_page, moderator, article):
    waiting(article, 2)
    page = signed_in(open_page, moderator, DESK)
    page.keyboard.press("n")
    page.keyboard.type("as just 123 u")
    note = page.locator("[data-current] [name=reason]")
    expect(note).to_have_value("as just 123 u")
    assert shown(page) == "Held number 1."
    page.keyboard.press("Escape")
    Keyboard(page).press("1")
    assert Decision.objects.get().reason == "as just 123 u"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_note_comes_back_when_its_decision_is_undone(open_page, moderator, article, javascript):
    waiting(article, 3)
    page = signed_in(open_page, moderator, DESK, javascript=javascript)
    note = page.locator("[name=reason]").first
    note.fill("Not about a person, please.")
    page.get_by_role("button", name="Off topic").click()
    expect(page.locator(".case-text").first).to_have_text("Held number 2.")
    expect(note).to_have_value("")
    page.locator(".acts").first.get_by_role("button", name="Undo my last").click()
    expect(page.locator(".case-text").first).to_have_text("Held number 1.")
    expect(note).to_have_value("Not about a person, please.")


def test_a_note_is_not_lost_with_a_decision_that_did_not_arrive(open_page, moderator, article):
    waiting(article, 3)
    page = signed_in(open_page, moderator, DESK)
    page.locator("[name=reason]").first.fill("Not about a person, please.")
    keyboard = Keyboard(page)
    page.context.set_offline(True)
    page.locator("[data-current] h2").focus()
    keyboard.press("5")
    expect(said(page)).to_contain_text("This was not saved.")
    page.context.set_offline(False)
    page.get_by_role("link", name="Back to it").click()
    expect(page.locator("[name=reason]")).to_have_value("Not about a person, please.")


def test_the_keys_can_be_switched_off(open_page, moderator, article):
    waiting(article, 2)
    page = signed_in(open_page, moderator, DESK)
    page.keyboard.press("?")
    page.get_by_label("Switch these keys off on this device").check()
    page.keyboard.press("s")
    page.reload()
    page.keyboard.press("s")
    assert shown(page) == "Held number 1."
    assert not Decision.objects.exists()


def test_a_decision_that_did_not_arrive_is_said_and_leads_back(open_page, moderator, article):
    first, *_ = waiting(article, 3)
    page = signed_in(open_page, moderator, DESK)
    keyboard = Keyboard(page)
    page.context.set_offline(True)
    keyboard.press("a")
    expect(said(page)).to_contain_text("This was not saved.")
    page.context.set_offline(False)
    page.get_by_role("link", name="Back to it").click()
    page.get_by_role("button", name="Approve").click()
    assert Comment.objects.get(pk=first.comment_id).status == "published"


def test_without_javascript_each_form_leads_to_the_next_case(open_page, moderator, article):
    waiting(article, 4)
    page = signed_in(open_page, moderator, DESK, javascript=False)
    page.locator("[data-current]").get_by_role("button", name="Approve").click()
    assert told(page) == ["Approved."]
    assert shown(page) == "Held number 2."
    page.locator("[data-current]").get_by_role("button", name="Skip").click()
    assert shown(page) == "Held number 3."
    page.get_by_label("with a note to the author").fill("Calmly, please.")
    page.get_by_role("button", name="Personal attack").click()
    assert told(page) == ["Rejected: Personal attack."]
    page.get_by_role("button", name="Undo my last").click()
    assert told(page) == ["Taken back: 1 decision."]
    assert page.locator(".case-text").inner_text() == "Held number 3."
    page.get_by_role("button", name="Spam").first.click()
    assert shown(page) == "Held number 4."
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["published", "held", "spam", "held"]


def test_the_queue_is_narrowed_and_keeps_its_address(open_page, moderator, article):
    waiting(article, 2)
    a_case(article=article, kind="reported", causes=("hate",), text="Reported.")
    page = signed_in(open_page, moderator, f"{DESK}?kind=reported")
    assert shown(page) == "Reported."
    Keyboard(page).press("a")
    expect(page.locator("[data-current]")).to_contain_text("Nothing of this kind waits")
    page.get_by_role("link", name="List").click()
    expect(page).to_have_url(f"{page.url.split('?')[0]}?view=list&kind=reported")


def test_the_desk_keeps_nobody_out(
    open_page, moderator, article, barriers, sideways, width_px, scheme
):
    parent = a_comment(article=article)
    first = a_case(
        article=article, parent=parent, text="A long word: " + "Donaudampfschiff" * 12, severity=5
    )
    waiting(article, 3)
    page = signed_in(open_page, moderator, DESK, width_px=width_px, scheme=scheme)
    for path in (DESK, f"{DESK}?view=list", f"{DESK}cases/{first.pk}/", f"{DESK}?kind=legal"):
        page.goto(path)
        assert (path, barriers(page), sideways(page)) == (path, [], 0)
    page.goto(DESK)
    for summary in page.locator(".desk-frame summary").all():
        summary.click()
    assert (barriers(page), sideways(page)) == ([], 0)
