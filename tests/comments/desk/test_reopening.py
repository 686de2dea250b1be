"""A moderator reopens: what is held and why, what may be published with it, and who has set it."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from comments import posting, switch
from comments.models import Case, Comment, CommentingHours, Mode, Scope, Suspension, Trip
from tests.builders import a_case, a_person, a_section, an_article

Status = Comment.Status


def text_of(page):
    text = re.sub(r"<(script|style).*?</\1>", " ", page.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def suspended(scope=Scope(), mode=Mode.PREMODERATED, **fields):  # noqa: B008 - a frozen value
    return switch.suspend(scope, mode=mode, cause="abuse", reason="A flood.", **fields)


def tripped(suspension):
    return Trip.objects.create(
        suspension=suspension, measured=10, out_of=21, window_minutes=10, tripped_at=timezone.now()
    )


def posted(article):
    text = f"A remark {uuid.uuid4()}."
    sent = posting.Submission(article, a_person(), text, uuid.uuid4())
    return posting.submit(sent).comment


@pytest.fixture
def board(at_the_desk):
    return lambda: at_the_desk.get(reverse("switchboard"))


def lifting(suspension):
    return reverse("lifting", args=[suspension.pk])


# Who has set it


def test_the_switchboard_says_who_has_set_each_suspension(
    at_the_desk, board, article, moderator, capsys
):
    tripped(suspended(Scope(article=article)))
    suspended(Scope(article=an_article()), by=moderator)
    text = text_of(board())
    assert "Set by the breaker" in text
    assert "Set by Moritz Calm" in text
    assert "command line" not in text


@pytest.mark.parametrize("where", ["board", "page", "past", "command"])
def test_what_the_breaker_has_set_is_by_the_breaker_everywhere(
    at_the_desk, board, article, where, capsys
):
    suspension = suspended(Scope(article=article))
    tripped(suspension)
    if where == "board":
        text = text_of(board())
    elif where == "page":
        text = text_of(at_the_desk.get(reverse("suspension", args=[suspension.pk])))
    elif where == "past":
        switch.lift(suspension)
        text = text_of(board())
    else:
        call_command("commenting", "status")
        text = capsys.readouterr().out
    assert "the breaker" in text
    assert "by the command line" not in text


def test_an_import_and_the_command_line_are_named_too(article):
    by_import = Suspension(cause=Suspension.Cause.IMPORT)
    assert (by_import.origin, suspended().origin) == ("an import", "the command line")


# The first action


def test_on_a_closed_site_the_first_action_is_to_reopen(board, article):
    assert "Reopen the whole site" not in text_of(board())
    suspension = suspended(mode=Mode.CLOSED)
    page = board().content.decode()
    assert page.count(lifting(suspension)) == 1
    assert page.index(lifting(suspension)) < page.index(reverse("suspension_draft"))
    main = re.findall(r'<a class="desk-button is-main" href="([^"]+)"', page)
    assert main == [lifting(suspension)]


def test_it_says_what_reopening_will_do(board, article):
    suspended()
    posted(article)
    posted(article)
    a_case(article=article, causes=("words",))
    suspended(Scope(section=a_section(name="Sport")), Mode.HIDDEN)
    text = text_of(board())
    assert "3 comments are held. 2 wait only for this suspension" in text
    suspended(mode=Mode.CLOSED)
    assert "still in force there: Premoderated: the whole site" in text_of(board())


def test_outside_the_commenting_hours_the_first_action_leads_to_them(board, article):
    CommentingHours.objects.create()
    page = board()
    assert "Reopen" not in text_of(page)
    main = re.findall(r'<a class="desk-button is-main" href="([^"]+)"', page.content.decode())
    assert main == [reverse("admin:comments_commentinghours_changelist")]


def test_the_board_costs_the_same_with_one_held_comment_and_three(
    at_the_desk, board, article, django_assert_max_num_queries
):
    costs = []
    suspension = suspended()
    tripped(suspension)
    for number in (1, 2):
        for _ in range(number):
            posted(article)
        with django_assert_max_num_queries(45) as spent:
            board()
        costs.append(len(spent))
    assert costs[0] == costs[1]


# What the breaker asks stands at its suspension


def buttons(page):
    return [" ".join(re.sub(r"<[^>]+>", "", each).split())
            for each in re.findall(r"<button(?! disabled| formmethod)[^>]*>(.*?)</button>",
                                   page.content.decode(), re.S)]  # fmt: skip


@pytest.mark.parametrize("page", ["lifting", "suspension", "suspension_draft"])
def test_no_button_of_the_breaker_stands_on_the_pages_that_reopen_and_suspend(
    at_the_desk, article, page
):
    suspension = suspended(Scope(article=article))
    tripped(suspension)
    args = [] if page == "suspension_draft" else [suspension.pk]
    shown = at_the_desk.get(reverse(page, args=args))
    assert reverse("trip_answer", args=[Trip.objects.get().pk]) not in shown.content.decode()
    assert "The breaker has tripped and waits for an answer" in text_of(shown)


def test_on_the_board_the_breaker_asks_at_its_suspension_and_lifting_is_reopening(
    at_the_desk, board, article
):
    suspension = suspended(Scope(article=article))
    trip = tripped(suspension)
    page = board()
    place = f"article “{article}”"
    assert f"Keep it as it is: {place}" in buttons(page)
    assert f"Close commenting for {place}" in buttons(page)
    assert not any("Lift" in each for each in buttons(page))
    at_the_desk.post(lifting(suspension))
    trip.refresh_from_db()
    assert trip.answer == Trip.Answer.LIFT


def test_a_trip_that_is_over_asks_below_what_is_in_force(at_the_desk, board, article):
    suspension = suspended(Scope(article=article))
    trip = tripped(suspension)
    switch.lift(suspension)
    page = board()
    assert "I have seen it: article" in " ".join(buttons(page))
    answer = reverse("trip_answer", args=[trip.pk])
    at_the_desk.post(answer, {"answer": "keep", "from": reverse("switchboard")})
    assert "The breaker set this" not in text_of(board())


# What is held, by cause


def test_the_page_says_what_is_held_and_why_and_leads_to_it(at_the_desk, article):
    suspension = suspended(Scope(section=article.section))
    posted(article)
    for causes in (("words", "links"), ("newcomer",), ("standing",)):
        a_case(article=article, causes=causes)
    page = at_the_desk.get(lifting(suspension))
    text = text_of(page)
    assert "4 comments are held there" in text
    assert "1 Waiting only for this suspension" in text
    assert "1 Held for what they say: Words (1) , Links (1)" in text
    assert "1 By new authors" in text
    assert "1 By authors under premoderation" in text
    held = page.context["held"]
    for line in [line for each in held.lines for line in (each.checks or [each])]:
        listed = at_the_desk.get(line.url).context["rows"]
        assert len(listed) == line.count, line.label


# Publishing


def test_publishing_is_a_choice_that_is_not_made_beforehand(at_the_desk, article):
    suspension = suspended()
    comment = posted(article)
    page = at_the_desk.get(lifting(suspension)).content.decode()
    box = re.search(r'<input type="checkbox" name="publish_held"[^>]*>', page)
    assert box
    assert "checked" not in box[0]
    at_the_desk.post(lifting(suspension))
    assert Comment.objects.get(pk=comment.pk).status == Status.HELD


def test_what_is_chosen_is_published_and_undo_on_the_desk_takes_it_back(at_the_desk, article):
    suspension = suspended()
    comment, word = posted(article), a_case(article=article, causes=("words",)).comment
    page = at_the_desk.post(lifting(suspension), {"publish_held": "1"}, follow=True)
    assert "1 held comment was published; Undo on the desk takes that back." in text_of(page)
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLISHED
    assert Comment.objects.get(pk=word.pk).status == Status.HELD
    at_the_desk.post(reverse("retraction"))
    assert Comment.objects.get(pk=comment.pk).status == Status.HELD


def test_whoever_may_not_moderate_reopens_and_publishes_nothing(client, staff_may_enter, article):
    person = a_person(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="throw_switch"))
    client.force_login(person)
    suspension = suspended()
    comment = posted(article)
    assert "publish_held" not in client.get(lifting(suspension)).content.decode()
    client.post(lifting(suspension), {"publish_held": "1"})
    assert Comment.objects.get(pk=comment.pk).status == Status.HELD
    assert client.post(reverse("publication", args=[suspension.pk])).status_code == 403


def test_what_still_waits_for_a_suspension_that_is_over_is_published_from_its_page(
    at_the_desk, article
):
    suspension = suspended(ends_at=timezone.now() + timedelta(hours=1))
    posted(article)
    address = reverse("suspension", args=[suspension.pk])
    assert "still wait" not in text_of(at_the_desk.get(address))
    at_the_desk.post(lifting(suspension))
    assert "1 comment still waits." in text_of(at_the_desk.get(address))
    page = at_the_desk.post(reverse("publication", args=[suspension.pk]), follow=True)
    assert "1 comment was published with the reopening." in text_of(page)
    assert not Case.objects.open().exists()
    page = at_the_desk.post(reverse("publication_retraction", args=[suspension.pk]), follow=True)
    assert "1 comment is held again." in text_of(page)
    assert Case.objects.open().count() == 1
    assert "still wait" not in text_of(page)


def test_whoever_lifts_by_the_breakers_banner_hears_what_still_waits(at_the_desk, article):
    suspension = suspended(Scope(article=article))
    trip = tripped(suspension)
    posted(article)
    answer = reverse("trip_answer", args=[trip.pk])
    page = at_the_desk.post(answer, {"answer": "lift"}, follow=True)
    assert "1 comment still waits only for what was lifted." in text_of(page)
