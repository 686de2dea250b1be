"""A moderator at the switchboard, with forms alone."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import notices, switch
from comments.models import CommentingHours, Mode, Scope, Suspension
from tests.builders import a_comment, a_section, an_article


def fields(page):
    """What the form of the page would send."""
    return {
        name: "" if (value := page.context["form"][name].value()) is None else value
        for name in page.context["form"].fields
    }


def text_of(page):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


def a_form(client, **said):
    return fields(client.get(reverse("suspension_draft"))) | {"reason": "A flood."} | said


@pytest.fixture
def suspend(at_the_desk):
    def suspended(**said):
        return at_the_desk.post(reverse("suspensions"), a_form(at_the_desk, **said))

    return suspended


def test_the_form_is_ready_for_the_case_of_most_haste(at_the_desk, article, moderator, suspend):
    answer = suspend()
    assert answer.url == reverse("switchboard")
    suspension = Suspension.objects.get()
    assert (suspension.reach, suspension.mode) == (Scope(), Mode.CLOSED)
    assert (suspension.set_by, suspension.reason) == (moderator, "A flood.")
    letter = notices.letter(Scope(), mode=Mode.CLOSED, cause="abuse")
    assert (suspension.notice_title, suspension.notice_body) == (letter.title, letter.body)


def test_a_suspension_needs_a_reason_and_keeps_what_was_typed(suspend, article):
    page = suspend(reason=" ", notice_title="My title", notice_body="My letter")
    assert page.status_code == 422
    assert not Suspension.objects.exists()
    assert (fields(page)["notice_title"], fields(page)["notice_body"]) == ("My title", "My letter")


def test_the_letter_follows_what_is_chosen(at_the_desk, article):
    section = article.section
    page = at_the_desk.post(
        reverse("suspension_letter"),
        a_form(at_the_desk, scope="section", section=section.pk, mode="hidden", cause="holiday"),
    )
    letter = notices.letter(Scope(section=section), mode="hidden", cause="holiday")
    assert (fields(page)["notice_title"], fields(page)["notice_body"]) == (
        letter.title,
        letter.body,
    )


def test_a_letter_that_a_person_wrote_is_not_written_over(at_the_desk, article):
    said = a_form(at_the_desk, notice_body="Dear reader,\r\n\r\nmy own.", cause="legal")
    page = at_the_desk.post(reverse("suspension_letter"), said)
    assert fields(page)["notice_body"].replace("\r", "") == "Dear reader,\n\nmy own."
    page = at_the_desk.post(reverse("suspension_letter"), said | {"ours": "1"})
    assert fields(page)["notice_body"] == notices.letter(Scope(), mode="closed", cause="legal").body


def test_a_letter_nobody_touched_never_speaks_of_another_scope(suspend, article):
    suspend(scope="article", article_sought=article.path, mode="hidden", cause="legal")
    suspension = Suspension.objects.get()
    assert suspension.article == article
    letter = notices.letter(Scope(article=article), mode="hidden", cause="legal")
    assert suspension.notice_body == letter.body


def test_an_article_is_found_by_its_words(at_the_desk, suspend, article):
    second = an_article(headline="The old bridge closes again")
    page = suspend(scope="article", article_sought="old bridge")
    assert page.status_code == 422
    assert set(page.context["form"].fields["article"].queryset) == {article, second}
    suspend(scope="article", article_sought="old bridge", article=second.pk)
    assert Suspension.objects.get().article == second


def test_an_article_is_found_however_its_words_are_written(suspend):
    wanted, _ = an_article(headline="Die alte Brücke öffnet"), an_article()
    suspend(scope="article", article_sought="BRUCKE Öffnet", article=wanted.pk)
    assert Suspension.objects.get().article == wanted


def test_the_preview_is_what_the_reader_will_see(at_the_desk, article, client):
    a_comment(article=article)
    said = a_form(at_the_desk, notice_title="A pause", notice_body="Dear *reader*")
    page = at_the_desk.post(reverse("suspension_preview"), said)
    assert not Suspension.objects.exists()
    assert "Nothing has happened yet." in text_of(page)
    assert "1 comment in 1 conversation stays readable." in text_of(page)
    note = re.compile(r"<aside.*?</aside>", re.S)
    at_the_desk.post(reverse("suspensions"), fields(page))
    client.logout()
    seen = client.get(article.path).content.decode()
    assert note.search(page.content.decode())[0] == note.search(seen)[0]


def test_the_preview_says_when_a_stricter_suspension_speaks(at_the_desk, article):
    switch.suspend(Scope(), mode=Mode.HIDDEN, cause="legal", reason="An order.")
    page = at_the_desk.post(reverse("suspension_preview"), a_form(at_the_desk))
    assert "A stricter or later suspension is in force there" in text_of(page)


def test_two_clicks_in_a_row_are_one_suspension(suspend, article):
    suspend()
    suspend()
    assert Suspension.objects.count() == 1


@pytest.mark.parametrize(
    "period",
    [
        {"begins": "later", "starts_at": ""},
        {"ends": "known", "ends_at": ""},
        {"ends": "known", "ends_at": "2020-01-01T08:00"},
        {"begins": "later", "starts_at": "2099-01-02T08:00", "ends": "known",
         "ends_at": "2099-01-01T08:00"},
    ],
)  # fmt: skip
def test_a_period_that_makes_no_sense_is_refused(suspend, article, period):
    assert suspend(**period).status_code == 422
    assert not Suspension.objects.exists()


def test_a_suspension_may_begin_and_end_by_itself(suspend, at_the_desk, article):
    suspend(begins="later", starts_at="2099-01-01T08:00", ends="known", ends_at="2099-01-02T08:00")
    board = at_the_desk.get(reverse("switchboard"))
    assert board.context["in_force"] == []
    assert board.context["scheduled"] == [Suspension.objects.get()]


def test_reopening_asks_once_and_stays_in_the_history(at_the_desk, suspend, article, moderator):
    suspend()
    suspension = Suspension.objects.get()
    address = reverse("lifting", args=[suspension.pk])
    assert "Reopen the whole site?" in text_of(at_the_desk.get(address))
    assert switch.state(article, timezone.now()).mode == Mode.CLOSED
    assert at_the_desk.post(address).url == reverse("switchboard")
    assert switch.state(article, timezone.now()).mode == Mode.OPEN
    board = at_the_desk.get(reverse("switchboard"))
    assert [each.lifted_by for each in board.context["past"].rows] == [moderator]
    page = at_the_desk.get(reverse("suspension", args=[suspension.pk]))
    assert "Dear reader," in text_of(page)


def test_the_confirmation_names_what_stays_in_force(at_the_desk, article):
    switch.suspend(Scope(), mode=Mode.CLOSED, cause="abuse", reason="A flood.")
    narrow = switch.suspend(Scope(article=article), mode=Mode.HIDDEN, cause="legal", reason="X.")
    page = at_the_desk.get(reverse("lifting", args=[narrow.pk]))
    assert "Still in force there afterwards: Closed: the whole site" in text_of(page)


def test_the_board_costs_the_same_with_one_suspension_and_three(
    at_the_desk, django_assert_max_num_queries, article
):
    def board():
        with django_assert_max_num_queries(40) as spent:
            at_the_desk.get(reverse("switchboard"))
        return len(spent)

    costs = []
    for number in (1, 3):
        for _ in range(number):
            switch.suspend(Scope(article=an_article()), mode="closed", cause="abuse", reason="X.")
        costs.append(board())
    assert costs[0] == costs[1]


def chip(client, page="admin:index"):
    return re.search(
        r'class="commenting-status"[^>]*>([^<]+)<', client.get(reverse(page)).content.decode()
    )[1]


def test_the_chip_says_how_commenting_stands(at_the_desk, article):
    assert chip(at_the_desk) == "Commenting open"
    switch.suspend(Scope(article=article), mode="closed", cause="abuse", reason="X.")
    assert chip(at_the_desk) == "1 suspension in force"
    section = Scope(section=a_section(name="Sport"))
    switch.suspend(section, mode="hidden", cause="abuse", reason="X.")
    assert chip(at_the_desk) == "2 suspensions in force"
    switch.suspend(Scope(), mode="closed", cause="abuse", reason="X.")
    assert chip(at_the_desk) == "Closed on the whole site"


def test_the_chip_knows_the_hours(at_the_desk, article):
    CommentingHours.objects.create()
    assert chip(at_the_desk) == "Outside the commenting hours"
