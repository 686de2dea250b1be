"""What the breaker counts as trouble, what as calm, and what in neither sum; who can trip it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from comments import switch
from comments.models import (
    Alert,
    AlertChannel,
    Comment,
    Decision,
    Finding,
    Limit,
    LogEntry,
    Mode,
    Report,
    Suspension,
    Thread,
    Trip,
)
from comments.moderation import alerts, breaker, decisions
from tests.builders import a_comment, a_person, an_article

Status, Verb = Comment.Status, Decision.Verb


@pytest.fixture
def thread(article):
    return Thread.objects.of(article)


@pytest.fixture
def crowd(db):
    return [a_person() for _ in range(12)]


@pytest.fixture
def rejecting(moderator, django_capture_on_commit_callbacks):
    """A moderator's rejections, with what follows their commit."""

    def reject(comments, *, by=moderator, verb=Verb.REJECT):
        with django_capture_on_commit_callbacks(execute=True):
            at, pks = timezone.now(), [each.pk for each in comments]
            return decisions.decide(verb, pks, by=by, at=at, reason="Rule 3.")

    return reject


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


def flagged(number, article, crowd, **more):
    return some(number, article, crowd, status=Status.HELD, found_by="words", **more)


def newcomers(number, article, crowd, **more):
    return some(number, article, crowd, status=Status.HELD, found_by="newcomer", **more)


def report(comments, readers):
    for comment in comments:
        for reader in readers:
            Report.objects.file(comment, reader, reason="hate", text="", at=timezone.now())


def watch(thread):
    return breaker.watch(thread, timezone.now())


def mode(article):
    return switch.state(article, timezone.now()).mode


# What counts


def test_of_a_hundred_comments_of_which_76_are_abusive_and_36_only_of_newcomers_it_trips(
    article, thread, crowd
):
    """As on the trial's bad night: the checks found 24, nobody objected to 16 insults."""
    newcomers(36, article, crowd)
    flagged(24, article, crowd)
    some(16 + 24, article, crowd)
    trip = watch(thread)
    assert (trip.measured, trip.out_of) == (24, 64)
    assert mode(article) == Mode.PREMODERATED


@pytest.mark.parametrize("found_by", ["newcomer", "standing", ""])
def test_what_waits_for_its_author_or_the_switch_alone_is_neither_trouble_nor_calm(
    article, thread, crowd, found_by
):
    flagged(10, article, crowd)
    some(100, article, crowd, status=Status.HELD, found_by=found_by)
    trip = watch(thread)
    assert (trip.measured, trip.out_of) == (10, 10)


def test_what_its_author_took_back_is_neither(article, thread, crowd):
    flagged(10, article, crowd)
    some(100, article, crowd, status=Status.DELETED)
    assert watch(thread).out_of == 10


def test_what_reports_have_hidden_is_trouble(article, thread, crowd):
    report(some(10, article, crowd, status=Status.HELD), crowd[:2])
    assert watch(thread).measured == 10


def test_a_report_about_the_name_of_an_author_says_nothing_of_the_text(article, thread, crowd):
    for comment in some(10, article, crowd):
        for reader in crowd[:2]:
            Report.objects.file(comment, reader, reason="name", text="", at=timezone.now())
    assert watch(thread) is None


def test_calm_comments_put_out_the_fire(article, thread, crowd):
    flagged(10, article, crowd)
    some(20, article, crowd)
    assert watch(thread) is None


# Moderators


def test_a_moderators_rejections_carry_what_no_check_has_found(article, thread, crowd, rejecting):
    """Insults of known accounts: published, unflagged. She rejects some of them, and it trips."""
    insults = some(30, article, crowd)
    flagged(6, article, crowd)
    assert watch(thread) is None
    rejecting(insults[:8])
    trip = Trip.objects.get()
    assert trip.thread == thread
    # Six found by a check, eight that she has found; twenty-two that nobody has read.
    assert (trip.measured, trip.out_of) == (14, 36)


def test_a_rejected_comment_of_a_newcomer_is_trouble(article, thread, crowd, rejecting):
    waiting = newcomers(20, article, crowd)
    flagged(5, article, crowd)
    rejecting(waiting[:5])
    assert Trip.objects.get().measured == 10


def test_spam_marks_count_like_rejections(article, thread, crowd, rejecting):
    waiting = newcomers(20, article, crowd)
    flagged(5, article, crowd)
    rejecting(waiting[:5], verb=Verb.SPAM)
    assert Trip.objects.get().measured == 10


def test_a_moderator_alone_can_trip_it_for_a_conversation(article, thread, crowd, rejecting):
    rejecting(some(10, article, crowd))
    trip = Trip.objects.get()
    assert (trip.thread, trip.measured, trip.out_of) == (thread, 10, 10)


def test_one_moderator_alone_does_not_trip_it_for_the_whole_site(crowd, rejecting):
    for _ in range(8):
        rejecting(some(9, an_article(), crowd))
    assert not Trip.objects.exists()


def test_two_moderators_who_agree_trip_it_for_the_whole_site(crowd, rejecting):
    colleague = a_person(group="Moderators")
    for number in range(8):
        more = {"by": colleague} if number % 2 else {}
        rejecting(some(9, an_article(), crowd), **more)
    trip = Trip.objects.get()
    assert (trip.thread, trip.measured) == (None, 60)


def test_what_a_reader_had_reported_is_not_the_moderators_word_alone(
    article, thread, crowd, rejecting
):
    written = some(12, article, crowd)
    report(written, crowd[:1])
    assert watch(thread) is None
    rejecting(written)
    assert Trip.objects.get().measured == 12


def test_one_reporter_alone_trips_nothing(article, thread, crowd):
    report(some(40, article, crowd), crowd[:1])
    assert watch(thread) is None


def test_what_was_undone_counts_no_more(article, thread, crowd, rejecting, moderator):
    some(5, article, crowd)
    flagged(5, article, crowd)
    done = rejecting(some(4, article, crowd))
    assert not Trip.objects.exists()
    decisions.undo(done.act, by=moderator, at=timezone.now())
    rejecting(some(1, article, crowd))
    assert not Trip.objects.exists()


# Older comments


def test_rejections_of_what_was_written_half_an_hour_ago_count_while_it_goes_on(
    article, thread, crowd, rejecting
):
    earlier = some(10, article, crowd, minutes_ago=30)
    report(earlier, crowd[:1])
    some(8, article, crowd, minutes_ago=2)
    flagged(3, article, crowd, minutes_ago=2)
    rejecting(earlier)
    assert (Trip.objects.get().measured, Trip.objects.get().out_of) == (11, 19)


def test_they_count_for_no_more_than_is_being_written_now(article, thread, crowd, rejecting):
    """A flood that is over: to clear it away trips nothing."""
    earlier = flagged(40, article, crowd, minutes_ago=30)
    some(4, article, crowd)
    rejecting(earlier, verb=Verb.SPAM)
    assert not Trip.objects.exists()
    assert watch(thread) is None


def test_to_clear_away_old_spam_trips_nothing(article, thread, crowd, rejecting):
    old = flagged(60, article, crowd, minutes_ago=3 * 24 * 60)
    some(30, article, crowd)
    rejecting(old, verb=Verb.SPAM)
    assert watch(thread) is None


def test_old_spam_is_not_even_asked_about(
    article, crowd, moderator, django_capture_on_commit_callbacks
):
    old = flagged(5, article, crowd, minutes_ago=3 * 24 * 60)
    with django_capture_on_commit_callbacks() as asked:
        at, pks = timezone.now(), [each.pk for each in old]
        decisions.decide(Verb.SPAM, pks, by=moderator, at=at)
    assert asked == []


def test_what_was_approved_meanwhile_counts_as_calm(article, thread, crowd, rejecting, moderator):
    at = timezone.now()
    approved = some(30, article, crowd, status=Status.HELD, minutes_ago=30)
    decisions.decide(Verb.APPROVE, [each.pk for each in approved], by=moderator, at=at)
    flagged(12, article, crowd)
    assert watch(thread) is None


def test_the_second_reader_who_reports_an_older_comment_counts(article, thread, crowd):
    earlier = some(12, article, crowd, minutes_ago=20)
    report(earlier, crowd[:1])
    some(12, article, crowd)
    assert watch(thread) is None
    report(earlier, crowd[1:2])
    assert watch(thread).measured == 12


def test_after_a_lift_rejections_of_what_came_before_it_count_no_more(
    article, thread, crowd, rejecting
):
    """Who lifts has looked; to go on clearing away what stands there sets nothing again."""
    earlier = flagged(30, article, crowd, minutes_ago=8)
    trip = watch(thread)
    switch.lift(trip.suspension)
    lifted_at = timezone.now() - timedelta(minutes=5)
    Suspension.objects.filter(pk=trip.suspension.pk).update(lifted_at=lifted_at)
    flagged(12, article, crowd, minutes_ago=1)
    some(10, article, crowd)
    rejecting(earlier)
    assert Trip.objects.count() == 1


# The whole site


def test_rejections_all_over_the_paper_trip_for_the_whole_site(crowd, rejecting):
    written = []
    for _ in range(10):
        article = an_article()
        written += some(4, article, crowd)
        flagged(4, article, crowd)
    assert not Trip.objects.exists()
    rejecting(written)
    trip = Trip.objects.get()
    assert trip.thread is None
    assert trip.measured == 70  # forty found by checks, thirty of the forty that one has found


# It asks itself


@pytest.mark.usefixtures("screened")
def test_an_edit_that_is_held_is_asked_about_too(client, article, crowd):
    flagged(10, article, crowd)
    author = crowd[0]
    comment = a_comment(article=article, author=author)
    client.force_login(author)
    client.post(reverse("comment_text", args=[comment.pk]), {"text": "BUY AT http://bit.ly/x NOW"})
    assert Trip.objects.exists()


# Nothing without an alert


def set_to_close():
    Limit.objects.update_or_create(name="breaker", defaults={"settings": {"may_close": True}})


@pytest.fixture
def banner(rf, moderator):
    def shown():
        request = rf.get("/admin/desk/")
        request.user = moderator
        return " ".join(render_to_string("comments/desk/_breaker.html", request=request).split())

    return shown


def test_it_closes_where_somebody_is_told(article, thread, crowd, banner):
    AlertChannel.objects.create(target="desk@example.org")
    set_to_close()
    flagged(10, article, crowd)
    trip = watch(thread)
    assert mode(article) == Mode.CLOSED
    assert (trip.alert_count, Alert.objects.count()) == (1, 1)
    assert "alert channel" not in banner()


@pytest.mark.parametrize("channel", [None, {"is_on": False}, {"on_breaker": False}])
def test_it_never_closes_where_nobody_would_be_told(article, thread, crowd, banner, channel):
    if channel is not None:
        AlertChannel.objects.create(target="desk@example.org", **channel)
    set_to_close()
    flagged(10, article, crowd)
    trip = watch(thread)
    assert mode(article) == Mode.PREMODERATED
    assert trip.would_have_closed
    assert "It was set to close commenting, and did not: no alert channel" in banner()
    assert watch(thread) is None


def test_the_banner_says_that_nobody_was_told(article, thread, crowd, banner):
    flagged(10, article, crowd)
    assert watch(thread).alert_count == 0
    assert "No alert was sent: no channel hears of the breaker." in banner()


def test_a_channel_that_goes_away_at_that_moment_leaves_it_open(
    article, thread, crowd, monkeypatch
):
    channel = AlertChannel.objects.create(target="desk@example.org")
    set_to_close()
    flagged(10, article, crowd)
    tell = alerts.of_trip

    def told(*args):
        channel.delete()
        return tell(*args)

    monkeypatch.setattr(alerts, "of_trip", told)
    assert watch(thread) is None
    assert mode(article) == Mode.OPEN
    assert not LogEntry.objects.filter(act="suspend").exists()
    AlertChannel.objects.all().delete()
    monkeypatch.setattr(alerts, "of_trip", tell)
    assert watch(thread).would_have_closed


def test_what_cannot_be_told_is_not_done(article, thread, crowd, monkeypatch):
    def fails(*args):
        raise RuntimeError("no alert can be written")

    flagged(10, article, crowd)
    monkeypatch.setattr(alerts, "of_trip", fails)
    with pytest.raises(RuntimeError):
        watch(thread)
    assert not Suspension.objects.exists()
    assert not Trip.objects.exists()


def test_its_form_says_that_it_would_not_close(client, administrator, open_admin):
    set_to_close()
    client.force_login(administrator)
    address = reverse("admin:comments_limit_change", args=["breaker"])
    warning = "No alert channel hears of the breaker"
    assert warning in client.get(address).text
    AlertChannel.objects.create(target="desk@example.org")
    assert warning not in client.get(address).text


@pytest.mark.usefixtures("screened")
def test_reports_as_readers_send_them_are_asked_about(client, article, crowd):
    for comment in some(10, article, crowd[:6]):
        for reader in crowd[6:8]:
            client.force_login(reader)
            client.post(reverse("report", args=[comment.pk]), {"reason": "attack", "text": ""})
    assert Trip.objects.get().measured == 10
