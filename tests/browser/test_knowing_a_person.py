"""A moderator writes a note about a person, and reads all that happened to them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from comments.models import PersonNote
from tests.browser.back_office import signed_in, told
from tests.builders import a_case

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

NOTE = "Writes from the harbour office."


@pytest.mark.parametrize("javascript", [True, False])
def test_a_note_is_written_seen_beside_a_case_and_struck_out(
    open_page, moderator, reader, article, javascript
):
    case = a_case(article=article, author=reader)
    desk = signed_in(open_page, moderator, "/admin/desk/people/", javascript=javascript)
    desk.get_by_label("A name, or how it begins").fill("rita")
    desk.get_by_role("button", name="Find").click()
    desk.get_by_role("link", name="Rita Reader").click()
    desk.get_by_label("Note:").fill(NOTE)
    desk.get_by_role("button", name="Save the note").click()
    assert told(desk) == ["Your note is saved."]
    desk.goto(f"/admin/desk/cases/{case.pk}/")
    expect(desk.locator("aside.drawer")).to_contain_text(NOTE)
    desk.goto(f"/admin/desk/people/{reader.pk}/?kind=note")
    desk.get_by_role("button", name="Strike out").click()
    assert told(desk) == ["The note is struck out. The history keeps it."]
    expect(desk.locator("#history s")).to_have_text(NOTE)
    assert PersonNote.objects.get().struck_out_by == moderator


def test_the_history_of_a_person_keeps_nobody_out(
    open_page, moderator, reader, article, barriers, sideways, width_px, scheme
):
    a_case(article=article, author=reader)
    PersonNote.objects.create(
        person=reader, text=NOTE, written_by=moderator, written_at=reader.date_joined
    )
    path = f"/admin/desk/people/{reader.pk}/"
    desk = signed_in(open_page, moderator, path, width_px=width_px, scheme=scheme)
    assert (barriers(desk), sideways(desk)) == ([], 0)
    desk.goto("/admin/desk/people/?q=Rita")
    assert (barriers(desk), sideways(desk)) == ([], 0)
