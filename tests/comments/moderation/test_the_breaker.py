"""A conversation that burns is read before it appears, until somebody has looked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from comments import switch
from comments.models import (
    AlertChannel,
    Comment,
    Finding,
    Limit,
    LogEntry,
    Mode,
    Report,
    Scope,
    Suspension,
    Thread,
    Trip,
)
from comments.moderation import breaker
from tests.builders import a_comment, a_person, an_article

Status = Comment.Status


@pytest.fixture
def thread(article):
    return Thread.objects.of(article)


@pytest.fixture
def crowd(db):
    return [a_person() for _ in range(4)]


@pytest.fixture
def at_the_desk(client, moderator, open_admin):
    client.force_login(moderator)
    return client


def some(number, article, crowd, *, status=Status.PUBLISHED, minutes_ago=1.0, found_by=""):
    at = timezone.now() - timedelta(minutes=minutes_ago)
    written = [
        a_comment(article=article, author=crowd[n % len(crowd)], status=status, at=at)
        for n in range(number)
    ]
    if found_by:
        Finding.objects.bulk_create(
            Finding(comment=each, check_name=found_by, evidence="a word on the list", weight=60,
                    leads_to="hold", found_at=at)
            for each in written
        )  # fmt: skip
    return written


def watch(thread):
    return breaker.watch(thread, timezone.now())


def mode(article):
    return switch.state(article, timezone.now()).mode


def lasts_minutes(suspension):
    return round((suspension.ends_at - suspension.starts_at) / timedelta(minutes=1))


def set_limits(**settings):
    Limit.objects.update_or_create(name="breaker", defaults={"settings": settings})


def test_a_flood_of_spam_puts_the_conversation_under_premoderation(article, thread, crowd):
    some(12, article, crowd)
    some(10, article, crowd, status=Status.SPAM)
    trip = watch(thread)
    assert (trip.measured, trip.out_of, trip.window_minutes) == (10, 22, 10)
    assert mode(article) == Mode.PREMODERATED
    assert mode(an_article()) == Mode.OPEN
    suspension = trip.suspension
    assert lasts_minutes(suspension) == 60
    assert suspension.reason == (
        "Set by the breaker: 10 of 22 comments in 10 minutes were spam, removed, held or reported."
    )
    assert suspension.set_by is None


def test_readers_are_told_that_their_comments_are_read_first(client, article, thread, crowd):
    some(10, article, crowd, status=Status.SPAM)
    watch(thread)
    page = client.get(article.path).content.decode()
    assert Suspension.objects.get().notice_title in page


@pytest.mark.parametrize(
    ("spam", "good", "minutes_ago"),
    [(9, 0, 1), (10, 19, 1), (30, 0, 11)],
    ids=["too few", "too small a share", "too long ago"],
)
def test_less_than_the_threshold_trips_nothing(article, thread, crowd, spam, good, minutes_ago):
    some(spam, article, crowd, status=Status.SPAM, minutes_ago=minutes_ago)
    some(good, article, crowd)
    assert watch(thread) is None
    assert mode(article) == Mode.OPEN


def test_what_screening_holds_and_what_moderators_removed_counts(article, thread, crowd):
    some(5, article, crowd, status=Status.HELD, found_by="words")
    some(5, article, crowd, status=Status.REJECTED)
    assert watch(thread).measured == 10


def test_what_a_moderator_approved_counts_no_more(article, thread, crowd):
    some(12, article, crowd, found_by="words")
    assert watch(thread) is None


@pytest.mark.parametrize("check", ["newcomer", "standing", ""])
def test_comments_held_for_their_author_or_the_switch_say_nothing(article, thread, crowd, check):
    some(30, article, crowd, status=Status.HELD, found_by=check)
    assert watch(thread) is None


def test_comments_that_several_readers_report_count(article, thread, crowd):
    comments, at = some(10, article, crowd), timezone.now()
    for comment in comments:
        Report.objects.file(comment, crowd[0], reason="hate", text="", at=at)
    assert watch(thread) is None
    for comment in comments:
        Report.objects.file(comment, crowd[1], reason="hate", text="", at=at)
    assert watch(thread).measured == 10


def test_reports_that_were_not_upheld_count_no_more(article, thread, crowd):
    for comment in some(10, article, crowd):
        for reader in crowd[:2]:
            Report.objects.file(comment, reader, reason="hate", text="", at=timezone.now())
    Report.objects.update(upheld=False)
    assert watch(thread) is None


def test_no_single_account_can_silence_the_others(article, thread, crowd):
    some(30, article, crowd[:2], status=Status.SPAM)
    assert watch(thread) is None


def test_a_flood_over_many_conversations_trips_for_the_whole_site(article, thread, crowd):
    for each in [article, *(an_article() for _ in range(9))]:
        some(6, each, crowd, status=Status.SPAM)
    trip = watch(thread)
    assert (trip.thread, trip.measured) == (None, 60)
    assert mode(an_article()) == Mode.PREMODERATED


def test_what_is_as_strict_already_is_left_alone(article, thread, crowd):
    some(20, article, crowd, status=Status.SPAM)
    switch.suspend(Scope(), mode=Mode.CLOSED, cause="staffing", reason="Night.")
    assert watch(thread) is None
    assert Suspension.objects.count() == 1


def test_it_trips_once(article, thread, crowd):
    some(20, article, crowd, status=Status.SPAM)
    assert watch(thread)
    assert watch(thread) is None
    assert Trip.objects.count() == 1


def test_after_a_lift_it_takes_twice_as_much_and_begins_at_nought(article, thread, crowd):
    some(20, article, crowd, status=Status.SPAM)
    trip = watch(thread)
    switch.lift(trip.suspension)
    assert watch(thread) is None
    Suspension.objects.filter(pk=trip.suspension.pk).update(
        lifted_at=timezone.now() - timedelta(minutes=3)
    )
    assert watch(thread).measured == 20


def test_after_a_lift_the_old_bar_trips_nothing_for_an_hour(article, thread, crowd):
    some(10, article, crowd, status=Status.SPAM, minutes_ago=1)
    trip = watch(thread)
    lifted = Suspension.objects.filter(pk=trip.suspension.pk)
    lifted.update(lifted_at=timezone.now() - timedelta(minutes=59))
    assert watch(thread) is None
    lifted.update(lifted_at=timezone.now() - timedelta(minutes=61))
    assert watch(thread)


def test_people_set_the_threshold_or_turn_it_off(article, thread, crowd):
    AlertChannel.objects.create(target="desk@example.org")
    some(4, article, crowd, status=Status.SPAM)
    set_limits(thread_troubled=4, may_close=True, lasts_minutes=15, gone_meanwhile=1)
    Limit.objects.update(is_on=False)
    assert watch(thread) is None
    Limit.objects.update(is_on=True)
    trip = watch(thread)
    assert mode(article) == Mode.CLOSED
    assert lasts_minutes(trip.suspension) == 15


def test_it_costs_two_queries_while_nothing_is_wrong(
    article, thread, crowd, django_assert_num_queries
):
    some(3, article, crowd, status=Status.SPAM)
    with django_assert_num_queries(2):
        watch(thread)


def test_the_moderators_are_told(article, thread, crowd):
    channel = AlertChannel.objects.create(target="desk@example.org")
    some(10, article, crowd, status=Status.SPAM)
    watch(thread)
    (alert,) = channel.alerts.all()
    assert alert.subject == f"The breaker has tripped: Premoderated: article “{article}”"
    assert alert.text.startswith("10 of 10 comments in 10 minutes were spam")


# On the desk


@pytest.fixture
def trip(article, thread, crowd):
    some(12, article, crowd, status=Status.SPAM)
    return watch(thread)


def answer(client, trip, word, **more):
    address = reverse("trip_answer", args=[trip.pk])
    return client.post(address, {"answer": word, **more}, follow=True).content.decode()


@pytest.fixture
def shown(rf, moderator):
    def show(person=moderator):
        request = rf.get("/admin/desk/?kind=spam")
        request.user = person
        return " ".join(render_to_string("comments/desk/_breaker.html", request=request).split())

    return show


def test_the_banner_says_what_was_measured_and_offers_three_answers(shown, trip, article):
    said = shown()
    assert "The breaker has tripped" in said
    assert f">Premoderated: article “{article}”</h2>" in said
    assert "12 of 12 comments in 10 minutes" in said
    assert [word for word in ("keep", "lift", "close") if f'value="{word}"' in said] == [
        "keep", "lift", "close",
    ]  # fmt: skip
    assert 'name="from" value="/admin/desk/?kind=spam"' in said


def test_the_banner_offers_nothing_to_those_who_may_not_throw_the_switch(shown, trip, editor):
    said = shown(editor)
    assert "The breaker has tripped" in said
    assert "<form" not in said


def test_kept_it_holds_and_the_banner_is_gone(at_the_desk, shown, trip, article, moderator):
    assert "It stays as the breaker has set it" in answer(at_the_desk, trip, "keep")
    assert mode(article) == Mode.PREMODERATED
    trip.refresh_from_db()
    assert (trip.answer, trip.settled_by) == ("keep", moderator)
    assert trip.settled_at is not None
    assert shown() == ""
    entry = LogEntry.objects.first()
    assert (entry.act, entry.by, entry.about) == (
        "keep",
        moderator,
        f"suspension {trip.suspension_id}",
    )


def test_lifted_the_conversation_is_open(at_the_desk, trip, article, moderator):
    answer(at_the_desk, trip, "lift")
    assert mode(article) == Mode.OPEN
    trip.suspension.refresh_from_db()
    assert trip.suspension.lifted_by == moderator


def test_closed_it_is_closed_by_a_person_until_somebody_reopens(
    at_the_desk, trip, article, moderator
):
    answer(at_the_desk, trip, "close")
    assert mode(article) == Mode.CLOSED
    (standing,) = Suspension.objects.in_force(timezone.now())
    assert (standing.set_by, standing.ends_at) == (moderator, None)
    assert standing.notice_body


def test_the_second_of_two_moderators_is_told_who_was_first(at_the_desk, client, trip, article):
    answer(at_the_desk, trip, "keep")
    client.force_login(a_person(name="Second Hand", group="Moderators"))
    page = answer(client, trip, "lift")
    assert "Moritz Calm was first, on" in page
    assert "kept. Nothing was changed." in page
    assert mode(article) == Mode.PREMODERATED


def test_one_comes_back_to_the_page_on_which_the_banner_stood(at_the_desk, trip):
    address = reverse("trip_answer", args=[trip.pk])
    said = {"answer": "keep", "from": "/admin/switchboard/"}
    assert at_the_desk.post(address, said).url == "/admin/switchboard/"
    said["from"] = "//elsewhere.example/"
    assert at_the_desk.post(address, said).url == reverse("desk")


def test_to_lift_what_has_run_out_meanwhile_is_told_and_logged(at_the_desk, trip, moderator):
    at = timezone.now()
    Suspension.objects.update(starts_at=at - timedelta(hours=2), ends_at=at - timedelta(hours=1))
    page = answer(at_the_desk, trip, "lift")
    assert "It was over already" in page
    assert "twice as much" not in page
    trip.refresh_from_db()
    assert (trip.answer, trip.settled_by) == ("keep", moderator)
    assert LogEntry.objects.first().act == "keep"


def test_an_answer_that_is_none_is_refused(at_the_desk, trip):
    address = reverse("trip_answer", args=[trip.pk])
    assert at_the_desk.post(address, {"answer": "burn"}).status_code == 400
    assert at_the_desk.post(reverse("trip_answer", args=[0]), {"answer": "keep"}).status_code == 404


def test_whoever_reopens_on_the_switchboard_has_answered(at_the_desk, trip, moderator):
    at_the_desk.post(reverse("lifting", args=[trip.suspension.pk]))
    trip.refresh_from_db()
    assert (trip.answer, trip.settled_by) == ("lift", moderator)


def test_a_trip_that_ran_out_in_the_night_is_still_told(shown, trip):
    Suspension.objects.update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=2)
    )
    said = shown()
    assert "It ended by itself" in said
    assert 'value="lift"' not in said
