"""A moderator throws the switch and opens again; a reader sees it on the next page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.builders import a_demo_paper

pytestmark = pytest.mark.browser


@pytest.fixture
def staff_may_enter(open_page):
    a_demo_paper()


def sign_in(page, person, then):
    page.goto(f"/accounts/login/?next={then}")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", "correct horse")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"**{then}")


@pytest.mark.parametrize("javascript", [False, True])
def test_the_switch_is_thrown_and_lifted(
    open_page, staff_may_enter, moderator, reader, article, javascript
):
    thoughts = "A long and careful thought."
    writer = open_page("/", javascript=javascript)
    sign_in(writer, reader, f"/conversation/{article.pk}/")
    writer.fill("textarea[name=text]", thoughts)

    desk = open_page("/", javascript=javascript)
    sign_in(desk, moderator, "/admin/switchboard/")
    desk.click("text=Suspend commenting …")
    desk.fill("[name=reason]", "A flood of spam.")
    desk.click("text=Look at it as the reader will")
    expect(desk.get_by_role("note")).to_contain_text("Commenting is closed for now")
    desk.get_by_role("button", name="Suspend commenting").click()
    expect(desk.locator(".commenting-status")).to_have_text("Closed on the whole site")

    stranger = open_page(article.path, javascript=javascript)
    expect(stranger.get_by_role("note")).to_contain_text("Dear reader,")
    with writer.expect_response(lambda r: r.request.method == "POST") as refused:
        writer.locator("form:has(textarea[name=text]) button").first.click()
    assert refused.value.status == 409
    assert thoughts in (writer.locator("main").inner_text() + _typed(writer))

    desk.get_by_role("link", name="Reopen").click()
    desk.get_by_role("button", name="Reopen").click()
    expect(desk.locator(".commenting-status")).to_have_text("Commenting open")
    stranger.reload()
    expect(stranger.get_by_role("note")).to_have_count(0)


def _typed(page):
    return " ".join(box.input_value() for box in page.locator("textarea").all())


def test_the_letter_follows_the_choice_until_a_person_writes(
    open_page, staff_may_enter, moderator, article
):
    desk = open_page("/")
    sign_in(desk, moderator, "/admin/switchboard/suspension/")
    title = desk.locator("[name=notice_title]")
    desk.check("[name=mode][value=hidden]")
    expect(title).to_have_value("Our comments are put away for now")
    title.fill("A pause of our own")
    desk.check("[name=mode][value=closed]")
    expect(desk.locator("[data-letter-state]")).to_contain_text("You have written this letter")
    expect(title).to_have_value("A pause of our own")


def test_the_switchboard_keeps_nobody_out(
    open_page, staff_may_enter, moderator, article, barriers, sideways, width_px, scheme
):
    desk = open_page("/", width_px=width_px, scheme=scheme)
    sign_in(desk, moderator, "/admin/switchboard/suspension/")
    assert (barriers(desk), sideways(desk)) == ([], 0)
    desk.fill("[name=reason]", "A flood of spam.")
    desk.click("text=Look at it as the reader will")
    assert (barriers(desk), sideways(desk)) == ([], 0)
    desk.get_by_role("button", name="Suspend commenting").click()
    assert (barriers(desk), sideways(desk)) == ([], 0)
    desk.get_by_role("link", name="Reopen").click()
    assert (barriers(desk), sideways(desk)) == ([], 0)
    desk.goto("/admin/desk/")
    assert (barriers(desk), sideways(desk)) == ([], 0)
