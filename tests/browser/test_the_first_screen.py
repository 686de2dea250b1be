"""On the worst night the comment and its decision are on the first screen, on every screen.

Two places premoderated by the breaker, an active filter, a legal notice on an answer with a quoted
comment, a long name under a long headline, several findings; many named queues, hand-over notes,
many colleagues, an assignment with a note, notes on the author, passages that are covered, links
that look like others, canned notes and a reminder of a break. SCREENSHOTS=/some/folder keeps a
picture of each state."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments import switch
from comments.models import (
    Assignment,
    CannedNote,
    Case,
    Decision,
    DeskPreferences,
    DeskVisit,
    Finding,
    HandOver,
    HouseRule,
    LegalNotice,
    Mode,
    PersonNote,
    Queue,
    Report,
    Scope,
    Thread,
    Trip,
)
from tests.browser.back_office import signed_in
from tests.builders import a_case, a_comment, a_person, a_section, an_article

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

DESK = "/admin/desk/"
# The last of each: a small laptop as its browser leaves it, and a phone that lies on its side.
DESKS = [(1280, 900), (1366, 768), (1366, 625)]
PHONES = [(390, 844), (360, 640), (844, 390)]
LINES = 3
ALL_ACTS = ("Keep", "Spam", "Skip", "1", "9", "Undo", "Assign")

LONG = (
    "The council has paid this crook three times over for the same bridge, and everybody in the"
    " building knows it. Ask who signed the second contract, ask whose brother-in-law poured the"
    " concrete, and then ask why no paper in this town ever printed the two names side by side. "
) * 8
ARABIC = (
    "دفع المجلس لهذا المحتال ثلاث مرات عن الجسر نفسه، والجميع في المبنى يعرف ذلك. اسألوا من وقع"
    " العقد الثاني، واسألوا لماذا لم تنشر أي صحيفة في هذه المدينة الاسمين جنبا إلى جنب. "
) * 8
LINKS = (
    "https://newsro0m.example.org/bridge http://examp1e.org/a?u=https://example.net/b bit.ly/bridge"
)

# The boxes of the first lines of the comment and of the buttons, and what somebody who touches
# them would touch.
LOOK = """([lines, names]) => {
  const inside = box => box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight
    && box.right <= document.documentElement.clientWidth;
  const hit = (x, y, element) => element.contains(document.elementFromPoint(x, y));
  const wrong = [];
  const text = document.querySelector(".desk-queue .case-text");
  const boxes = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    // The words for a passage that is covered are there for screen readers alone.
    if (!walker.currentNode.parentElement.closest(".covered-label"))
      boxes.push(...range.getClientRects());
  }
  const tops = new Map();
  for (const box of boxes) {
    const line = [...tops.values()].find(each => Math.abs(each.bottom - box.bottom) < 14);
    if (line) {
      line.left = Math.min(line.left, box.left);
      line.right = Math.max(line.right, box.right);
    } else {
      tops.set(box.bottom, {left: box.left, right: box.right, top: box.top, bottom: box.bottom});
    }
  }
  const first = [...tops.values()].sort((a, b) => a.top - b.top).slice(0, lines);
  if (first.length < lines) wrong.push(`only ${first.length} lines`);
  first.forEach((box, number) => {
    if (!inside(box)) return wrong.push(`line ${number + 1} is outside: ${JSON.stringify(box)}`);
    const middle = (box.top + box.bottom) / 2;
    for (const x of [box.left + 3, (box.left + box.right) / 2, box.right - 3])
      if (!hit(x, middle, text)) wrong.push(`line ${number + 1} is covered at ${x}, ${middle}`);
  });
  for (const name of names) {
    const button = [...document.querySelectorAll("[data-acts] :is(button, summary, a)")]
      .find(each => each.checkVisibility() && each.innerText.trim().startsWith(name));
    if (!button) { wrong.push(`${name} is not shown`); continue; }
    const box = button.getBoundingClientRect();
    if (!inside(box)) wrong.push(`${name} is outside: ${JSON.stringify(box)}`);
    else if (!hit((box.left + box.right) / 2, (box.top + box.bottom) / 2, button))
      wrong.push(`${name} is covered`);
  }
  return wrong;
}"""


def first_screen(page, *buttons):
    """What of the comment's first lines and of these buttons cannot be read or touched."""
    return page.evaluate(LOOK, [LINES, buttons])


def picture(page, name):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def a_trip(article):
    suspension = switch.suspend(
        Scope(article=article),
        mode=Mode.PREMODERATED,
        cause="abuse",
        reason="Set by the breaker.",
        ends_at=timezone.now() + timedelta(hours=1),
    )
    return Trip.objects.create(
        suspension=suspension,
        thread=Thread.objects.of(article),
        measured=10,
        out_of=21,
        window_minutes=10,
        tripped_at=timezone.now(),
    )


def the_worst_case(article, author, text):
    for number in range(6):
        a_comment(article=article, author=author, text=f"Earlier comment number {number}.")
    parent = a_comment(article=article, text="I crossed it this morning, and it held. " * 12)
    case = a_case(
        article=article,
        kind="legal",
        causes=("legal", "hate", "attack", "words", "links", "newcomer"),
        author=author,
        parent=parent,
        text=text,
        severity=3,
    )
    for number in range(5):
        Finding.objects.create(
            comment=case.comment,
            check_name="words",
            evidence=f"“crook {number}”, a suspect word, written with digits or signs for letters",
            weight=50,
            leads_to="hold",
            start=number * 10 + 3,
            end=number * 10 + 9,
            found_at=timezone.now(),
        )
        Report.objects.create(
            comment=case.comment,
            reporter=a_person(),
            reason="hate",
            text="This is aimed at one family, by name.",
            made_at=timezone.now(),
        )
    LegalNotice.objects.create(
        comment=case.comment,
        name="Greta Goodfaith",
        email="greta@example.org",
        text="It is a false statement of fact about a living person. " * 6,
        made_at=timezone.now(),
    )
    return case


def a_full_desk(moderator):
    """What colleagues have left for this moderator, and how long the moderator has been here."""
    at = timezone.now()
    for number in range(12):
        name = f"Number {number}: everything about the bridge that was reported"
        Queue.objects.create(name=name, filters={"cause": "hate"}, made_by=moderator, made_at=at)
    for number in range(30):
        colleague = a_person(name=f"Colleague Longname-Doublename {number}", group="Moderators")
        DeskVisit.objects.stamp(colleague, at)
    for _ in range(3):
        text = "The campaign began at six. " * 20
        HandOver.objects.create(written_by=colleague, written_at=at, text=text)
    for rule in HouseRule.objects.in_use():
        text = "Please read the house rules before you write again. " * 4
        CannedNote.objects.create(house_rule=rule, title="Read the house rules first", text=text)
    DeskPreferences.objects.create(moderator=moderator, covers_passages=True)
    decided = a_case().comment
    for minutes in range(0, 140, 10):
        Decision.objects.create(
            comment=decided,
            verb="approve",
            status_before="held",
            made_by=moderator,
            made_at=at - timedelta(minutes=minutes),
        )
    return colleague


@pytest.fixture
def bad_night(db, moderator):
    """The address of the desk, narrowed, on the worst night: `bad_night(text)`."""

    def night(text):
        colleague = a_full_desk(moderator)
        section = a_section(name="Town and country, traffic and public works")
        burning = [
            an_article(headline=f"Night trams stop early at all stations of line {number}: what "
                       "the council decided, and what it means for those who work late")
            for number in (4, 9)
        ]  # fmt: skip
        article = an_article(
            section=section,
            headline="The old bridge reopens after eleven years of repairs, four contractors and "
            "two inquiries into who was paid for what",
        )
        author = a_person(name="Bartholomäus Freiherr von und zu Donaudampfschifffahrt")
        for _ in range(5):
            PersonNote.objects.create(
                person=author,
                text="Comes back under another name. " * 20,
                written_by=colleague,
                written_at=timezone.now(),
            )
        for _ in range(2):
            Assignment.objects.create(
                case=the_worst_case(article, author, text + LINKS),
                person=moderator,
                assigned_by=colleague,
                assigned_at=timezone.now(),
                note="Ask the news desk before you decide. " * 10,
            )
        for each in burning:
            a_trip(each)
        return f"{DESK}?kind=legal&section={section.pk}&article={article.pk}"

    return night


def at_the_desk(open_page, moderator, path, size, **how):
    page = signed_in(open_page, moderator, "/healthz", width_px=size[0], **how)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(path)
    return page


scripts = pytest.mark.parametrize("text", [LONG, ARABIC], ids=["latin", "arabic"])


@scripts
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_comment_and_its_decision_are_on_the_first_screen_of_a_desk(
    open_page, moderator, bad_night, sideways, text, colours
):
    page = at_the_desk(open_page, moderator, bad_night(text), DESKS[0], scheme=colours)
    for size in DESKS:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(page.url)
        seen = [
            first_screen(page, *ALL_ACTS),
            sideways(page),
        ]
        picture(page, f"desk-{size[0]}-{colours}-{len(text)}")
        assert (size, seen) == (size, [[], 0])
    page.keyboard.press("j")
    page.wait_for_load_state("networkidle")
    assert first_screen(page, *ALL_ACTS) == []


@scripts
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_comment_and_its_decision_are_on_the_first_screen_of_a_phone(
    open_page, moderator, bad_night, sideways, text, colours
):
    page = at_the_desk(open_page, moderator, bad_night(text), PHONES[0], scheme=colours, phone=True)
    for size in PHONES:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(page.url)
        seen = [first_screen(page, "Keep", "Spam", "Skip", "Reject"), sideways(page)]
        picture(page, f"phone-{size[0]}-{colours}-{len(text)}")
        assert (size, seen) == (size, [[], 0])
    page.locator("[data-current]").get_by_role("button", name="Skip").tap()
    page.wait_for_load_state("networkidle")
    picture(page, f"phone-next-{colours}-{len(text)}")
    assert first_screen(page, "Keep", "Spam", "Skip", "Reject") == []


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_first_screen_holds_without_javascript_and_after_a_decision(
    open_page, moderator, bad_night, phone
):
    size = (360, 640) if phone else (1366, 768)
    page = at_the_desk(open_page, moderator, bad_night(LONG), size, phone=phone, javascript=False)
    buttons = ["Keep", "Spam", "Skip", "Reject" if phone else "1"]
    assert first_screen(page, *buttons) == []
    page.locator("[data-current]").locator("button[value=spam]").click()
    page.locator(".messagelist").wait_for()
    picture(page, f"no-script-{size[0]}")
    assert first_screen(page, *buttons) == []


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_page_of_one_case_keeps_to_its_first_screen(open_page, moderator, bad_night, phone):
    bad_night(ARABIC)
    path = f"{DESK}cases/{Case.objects.open().first().pk}/"
    sizes = PHONES if phone else DESKS
    page = at_the_desk(open_page, moderator, path, sizes[0], phone=phone)
    for size in sizes:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(path)
        seen = first_screen(page, "Keep", "Spam", "Skip", "Reject" if phone else "1")
        assert (size, seen) == (size, [])


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_so_does_the_page_of_a_comment_without_a_case(open_page, moderator, bad_night, phone):
    bad_night(LONG)
    case = Case.objects.open().first()
    Case.objects.filter(comment=case.comment).close(moderator, timezone.now())
    path = f"{DESK}comments/{case.comment_id}/"
    sizes = PHONES[:2] if phone else DESKS
    buttons = ("Spam", "Reject", "More") if phone else ("Spam", "Hate", "Sanction", "Open")
    page = at_the_desk(open_page, moderator, path, sizes[0], phone=phone)
    for size in sizes:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(path)
        seen = first_screen(page, *buttons)
        picture(page, f"comment-{size[0]}")
        assert (size, seen) == (size, [])
    if phone:
        bar = page.locator("[data-acts]")
        bar.get_by_role("button", name="More").tap()
        expect(bar.get_by_role("link", name="Spammer")).to_be_visible()
        bar.get_by_role("button", name="Cancel").tap()
        bar.get_by_role("button", name="Reject").tap()
    page.get_by_role("button", name="Hate").click()
    expect(page.locator("body")).to_contain_text("Rejected: Hate.")
