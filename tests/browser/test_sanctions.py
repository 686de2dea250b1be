"""A moderator mutes an account, and its owner sees why and until when."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from comments.models import Sanction
from tests.browser.back_office import signed_in, told
from tests.builders import a_case, a_comment

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

REASON = "Insults against other readers, in spite of a warning."


@pytest.fixture
def case(article, reader):
    a_comment(article=article, author=reader, text="An earlier remark.")
    return a_case(article=article, author=reader, text="You utter fool.")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_mute_is_imposed_from_a_case_and_its_receiver_is_told(
    open_page, moderator, reader, article, case, javascript
):
    desk = signed_in(open_page, moderator, "/admin/desk/", javascript=javascript)
    if javascript:
        desk.keyboard.press("b")
    else:
        desk.get_by_role("link", name="Sanction").click()
    desk.wait_for_url("**/people/**")
    desk.get_by_label("Mute: may not write for a time").check()
    desk.get_by_label("For how long").select_option(label="One week")
    desk.get_by_label("Reason").fill(REASON)
    desk.get_by_role("button", name="Impose").click()
    assert told(desk) == ["Imposed on Rita Reader. It takes effect on the next request."]
    expect(desk.locator("main")).to_contain_text(f"Mute, in force: {REASON}")

    writer = signed_in(open_page, reader, article.path, javascript=javascript)
    conversation = writer.locator("#conversation, main").first
    expect(conversation).to_contain_text(REASON)
    expect(conversation).to_contain_text("until")
    assert writer.locator("textarea[name=text]").count() == 0

    desk.get_by_role("button", name="Lift it").click()
    assert told(desk) == ["Lifted."]
    writer.reload()
    assert writer.locator("textarea[name=text]").count() == 1
    imposed = Sanction.objects.get()
    assert (imposed.set_by, imposed.lifted_by, imposed.comment) == (
        moderator,
        moderator,
        case.comment,
    )


def test_a_mute_while_somebody_writes_keeps_the_text(open_page, moderator, reader, article, case):
    writer = signed_in(open_page, reader, article.path)
    writer.locator("textarea[name=text]").first.fill("A long and careful thought.")
    desk = signed_in(open_page, moderator, f"/admin/desk/people/{reader.pk}/")
    desk.get_by_label("Mute: may not write for a time").check()
    desk.get_by_label("Reason").fill(REASON)
    desk.get_by_role("button", name="Impose").click()
    told(desk)
    with writer.expect_response(lambda answer: answer.request.method == "POST") as refused:
        writer.locator("form:has(textarea[name=text]) button").first.click()
    assert refused.value.status == 403
    expect(writer.locator("main")).to_contain_text(REASON)
    typed = [box.input_value() for box in writer.locator("textarea").all()]
    assert "A long and careful thought." in " ".join([*typed, writer.locator("main").inner_text()])


def test_the_page_of_an_account_keeps_nobody_out(
    open_page, moderator, reader, case, barriers, sideways, width_px, scheme
):
    path = f"/admin/desk/people/{reader.pk}/"
    desk = signed_in(open_page, moderator, path, width_px=width_px, scheme=scheme)
    assert (barriers(desk), sideways(desk)) == ([], 0)
    desk.get_by_label("Warning").check()
    desk.get_by_label("Reason").fill(REASON)
    desk.get_by_role("button", name="Impose").click()
    told(desk)
    assert (barriers(desk), sideways(desk)) == ([], 0)
