"""What a moderator can do on a case but decide: look at links, uncover passages, choose a note."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import CannedNote, Decision, DeskPreferences, Finding, HouseRule
from tests.browser.back_office import signed_in
from tests.builders import a_case

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

TEXT = "You utter fool, see https://boats.example/cat.jpg"


@pytest.fixture
def case(article, reader):
    made = a_case(article=article, author=reader, text=TEXT)
    Finding.objects.create(
        comment=made.comment, check_name="words", evidence="“fool”, a suspect word", weight=50,
        leads_to="hold", start=10, end=14, found_at=timezone.now(),
    )  # fmt: skip
    return made


@pytest.fixture
def note(case):
    rule = HouseRule.objects.get(label="Personal attack")
    text = "Leave out the insult, and it can appear."
    return CannedNote.objects.create(house_rule=rule, title="Without the insult", text=text)


def test_a_canned_note_fills_the_field_where_it_can_be_changed(open_page, moderator, case, note):
    desk = signed_in(open_page, moderator, "/admin/desk/")
    desk.get_by_label("or a canned note").select_option(label=note.title)
    field = desk.get_by_label("with a note to the author")
    expect(field).to_have_value(note.text)
    field.press("End")
    field.type(" Thanks.")
    field.press("Enter")
    desk.keyboard.press("1")
    expect(desk.locator("[data-desk-said]")).to_contain_text("Rejected")
    assert Decision.objects.get().reason == f"{note.text} Thanks."


def test_what_was_typed_stays_before_a_canned_note(open_page, moderator, case, note):
    desk = signed_in(open_page, moderator, "/admin/desk/")
    field = desk.get_by_label("with a note to the author")
    field.fill("Sorry.")
    menu = desk.get_by_label("or a canned note")
    menu.select_option(label=note.title)
    expect(field).to_have_value(f"Sorry. {note.text}")
    menu.select_option("")
    expect(field).to_have_value("Sorry.")


def test_without_scripts_a_canned_note_goes_with_the_decision(open_page, moderator, case, note):
    desk = signed_in(open_page, moderator, "/admin/desk/", javascript=False)
    desk.get_by_label("or a canned note").select_option(label=note.title)
    desk.get_by_role("button", name="Personal attack").click()
    assert Decision.objects.get().reason == note.text


@pytest.mark.parametrize("javascript", [True, False])
def test_covered_passages_show_when_the_moderator_looks(
    open_page, moderator, case, javascript, barriers
):
    DeskPreferences.objects.create(moderator=moderator, covers_passages=True)
    desk = signed_in(open_page, moderator, "/admin/desk/", javascript=javascript)
    insult = desk.locator(".case-text .covered-text").first
    expect(insult).to_be_hidden()
    expect(desk.locator(".case-findings .covered-text")).to_be_hidden()
    read_aloud = desk.locator(".case-text").aria_snapshot()
    assert "hidden passage" in read_aloud
    assert "fool" not in read_aloud
    if javascript:
        assert barriers(desk) == []
    box = desk.get_by_label("Show hidden passages")
    box.focus()
    desk.keyboard.press("Space")
    expect(insult).to_be_visible()
    expect(desk.locator(".case-findings .covered-text")).to_be_visible()
    read_aloud = desk.locator(".case-text").aria_snapshot()
    assert "fool" in read_aloud
    assert "hidden passage" not in read_aloud


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_is_text_until_a_second_step(
    open_page, moderator, case, javascript, barriers, sideways
):
    desk = signed_in(open_page, moderator, "/admin/desk/", javascript=javascript)
    expect(desk.locator(".link-target b")).to_have_text("boats.example")
    link = desk.get_by_role("link", name="Open boats.example in a new tab")
    expect(link).to_be_hidden()
    desk.get_by_text("Copy or open").click()
    expect(link).to_be_visible()
    expect(link).to_have_attribute("rel", "noreferrer noopener nofollow")
    expect(desk.get_by_label("Address", exact=True)).to_have_value("https://boats.example/cat.jpg")
    if javascript:
        desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
        desk.get_by_role("button", name="Copy").click()
        expect(desk.get_by_role("button", name="Copied")).to_be_visible()
        copied = desk.evaluate("navigator.clipboard.readText()")
        assert copied == "https://boats.example/cat.jpg"
        assert (barriers(desk), sideways(desk)) == ([], 0)


def test_a_case_with_all_its_parts_fits_and_keeps_nobody_out(
    open_page, moderator, case, note, barriers, sideways, width_px, scheme
):
    DeskPreferences.objects.create(moderator=moderator, covers_passages=True)
    desk = signed_in(open_page, moderator, "/admin/desk/", width_px=width_px, scheme=scheme)
    desk.get_by_text("Copy or open").click()
    assert (barriers(desk), sideways(desk)) == ([], 0)
    desk.goto("/admin/desk/preferences/")
    assert (barriers(desk), sideways(desk)) == ([], 0)
