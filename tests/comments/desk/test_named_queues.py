"""A filter is saved under a name, and the page of the queues says how each does."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.models import Case, Decision, LogEntry, Queue
from comments.moderation import decisions, named_queues
from comments.moderation.named_queues import Named
from comments.moderation.queue import Filters
from newsroom.models import SectionLimit, User
from tests.builders import a_case, a_person, a_section, an_article

NOW = timezone.now()
DAY, WEEK = timedelta(hours=24), timedelta(days=7)


def text_of(page):
    return " ".join(strip_tags(page.content.decode().replace("<", " <")).split())


def a_queue(*, name="Sport", owner=None, made_by=None, position=10, **filters):
    return Queue.objects.create(
        name=name, filters=filters or {"kind": "held"}, owner=owner, made_by=made_by,
        position=position, made_at=NOW,
    )  # fmt: skip


def names_on_the_desk(client):
    return [str(each.queue) for each in client.get(reverse("desk")).context["queues"]]


def save(client, query, **fields):
    sent = {"name": "Spam in Sport", "whose": "shared", "position": "10", **fields}
    return client.post(f"{reverse('queue_draft')}?{query}", sent, follow=True)


def test_a_filter_is_saved_under_a_name_and_stands_on_the_desk_with_its_count(
    at_the_desk, article, moderator
):
    for _ in range(3):
        a_case(article=article, kind="spam")
    a_case(article=article, kind="held")
    page = at_the_desk.get(reverse("desk"), {"kind": "spam"})
    assert f"{reverse('queue_draft')}?kind=spam" in page.content.decode()
    page = save(at_the_desk, "kind=spam")
    assert page.redirect_chain[-1][0] == "/admin/desk/?kind=spam"
    assert "Spam in Sport 3" in text_of(page)
    assert Queue.objects.get().made_by == moderator


def test_a_queue_of_ones_own_is_on_nobody_elses_desk(at_the_desk, client, article):
    save(at_the_desk, "kind=spam", whose="own", name="Mine")
    save(at_the_desk, "kind=held", name="Ours")
    assert names_on_the_desk(at_the_desk) == ["Ours", "Mine"]
    client.force_login(a_person(group="Moderators"))
    assert names_on_the_desk(client) == ["Ours"]


def test_queues_stand_in_the_order_of_their_positions(at_the_desk, db):
    a_queue(name="Second", position=20)
    a_queue(name="First", position=5)
    assert names_on_the_desk(at_the_desk) == ["First", "Second"]


def test_more_queues_than_fit_on_the_desk_are_on_their_page(at_the_desk):
    for place in range(13):
        a_queue(name=f"Queue {place}", position=place)
    assert names_on_the_desk(at_the_desk) == [f"Queue {place}" for place in range(12)]
    assert "Queue 12" in text_of(at_the_desk.get(reverse("queues")))


@pytest.mark.parametrize("missing", ["name", "whose", "position"])
def test_what_was_typed_comes_back_when_something_is_missing(at_the_desk, missing):
    page = save(at_the_desk, "kind=spam", **{missing: ""})
    assert page.status_code == 422
    assert missing == "name" or 'value="Spam in Sport"' in page.content.decode()
    assert not Queue.objects.exists()


def test_without_a_filter_there_is_nothing_to_save(at_the_desk):
    page = at_the_desk.get(reverse("queue_draft"), follow=True)
    assert "Narrow down the cases first" in text_of(page)


def test_a_shared_queue_is_changed_by_its_maker_and_by_administrators_alone(
    client, moderator, administrator, staff_may_enter
):
    queue = a_queue(made_by=moderator)
    url, sent = reverse("queue_settings", args=[queue.pk]), {"whose": "shared", "position": "1"}
    for person, name in (
        (a_person(group="Moderators"), "Sport"),
        (moderator, "Sports"),
        (administrator, "All sports"),
    ):
        client.force_login(person)
        client.post(url, {"name": f"{name}", **sent} if name != "Sport" else {"name": "X", **sent})
        queue.refresh_from_db()
        assert queue.name == name


def test_a_queue_is_removed_and_its_cases_stay(at_the_desk, article, moderator):
    case = a_case(article=article)
    queue = a_queue(made_by=moderator)
    page = at_the_desk.post(reverse("queue_removal", args=[queue.pk]), follow=True)
    assert "The queue “Sport” is removed." in text_of(page)
    assert Case.objects.open().get() == case
    assert [entry.act for entry in LogEntry.objects.all()] == ["delete"]


def test_the_log_has_what_was_done_with_shared_queues_and_no_words_of_a_filter(at_the_desk):
    save(at_the_desk, "q=Rita+Reader")
    save(at_the_desk, "kind=held", whose="own")
    [entry] = LogEntry.objects.all()
    assert (entry.act, entry.details) == ("add", {"name": "Spam in Sport"})


@pytest.mark.parametrize("number", [1, 3])
def test_all_counts_are_one_question_to_the_database(
    moderator, article, number, django_assert_num_queries
):
    sport = a_section(name="Sport")
    a_case(article=an_article(section=sport))
    a_case(article=article, kind="spam")
    wanted = {"section": str(sport.pk), "kind": "held"}
    for place in range(number):
        a_queue(name=f"Sport {place}", **wanted)
        a_queue(name=f"Reasons {place}", cause="words")
    with django_assert_num_queries(3):  # the queues, the sections of the moderator, the counts
        shown = named_queues.shown_to(moderator)
    assert {each.queue.name.split()[0]: each.waiting for each in shown} == {
        "Sport": 1, "Reasons": 2,
    }  # fmt: skip


def test_a_queue_of_words_is_not_counted_on_every_page(moderator, article):
    a_case(article=article, text="The ferry again.")
    a_queue(q="ferry")
    [shown] = named_queues.shown_to(moderator)
    assert shown.waiting is None
    assert not shown.has_figures


def test_counts_and_figures_know_the_sections_of_a_moderator(article):
    sport = a_section(name="Sport")
    person = a_person(group="Moderators")
    SectionLimit.objects.create(person=person, section=sport)
    a_case(article=article)
    a_case(article=an_article(section=sport))
    queue = a_queue(kind="held")
    [shown] = named_queues.shown_to(person)
    assert shown.waiting == 1
    [figures], _ = named_queues.figures([Named(queue, Filters(kind="held"))], [DAY], NOW, person)
    assert figures[DAY].inbound == 1


def decided_after(article, moderator, *, opened, minutes, **fields):
    """A case opened so long ago, and decided so many minutes after."""
    case = a_case(article=article, at=NOW - opened, **fields)
    with transaction.atomic():
        closed_at = NOW - opened + timedelta(minutes=minutes)
        Case.objects.filter(pk=case.pk).close(moderator, closed_at)
    return case


def figures_of(moderator, **filters):
    named = [Named(Queue(name="A queue"), Filters(**filters))]
    [figures], is_cut = named_queues.figures(named, [DAY, WEEK], NOW, moderator)
    assert not is_cut
    return figures[DAY], figures[WEEK]


def test_inbound_decided_and_the_time_from_opening_to_closing(article, moderator):
    """An hour ago, two hours ago and three days ago, decided after 10, 20 and 120 minutes; one of
    three days ago that was decided today; one that waits; and one of last month."""
    for opened, minutes in (
        (timedelta(hours=1), 10),
        (timedelta(hours=2), 20),
        (timedelta(days=3), 120),
        (timedelta(days=3), 3 * 24 * 60 - 60),
        (timedelta(days=30), 5),
    ):
        decided_after(article, moderator, opened=opened, minutes=minutes)
    a_case(article=article, at=NOW - timedelta(minutes=5))
    a_case(article=article, at=NOW - timedelta(days=2))
    day, week = figures_of(moderator, kind="held")
    assert (day.inbound, week.inbound) == (3, 6)
    assert (day.decided, week.decided) == (3, 4)
    assert day.median == timedelta(minutes=20)
    assert day.mean == timedelta(minutes=(10 + 20 + 3 * 24 * 60 - 60) / 3)
    assert week.median == timedelta(minutes=(20 + 120) / 2)


def test_figures_fit_the_filter_of_the_queue(article, moderator):
    sport = an_article(section=a_section(name="Sport"), language="de")
    hour = timedelta(hours=1)
    decided_after(article, moderator, opened=hour, minutes=10, causes=("words",))
    decided_after(sport, moderator, opened=hour, minutes=50, kind="spam", causes=("links",))
    for filters in (
        {"kind": "spam"},
        {"section": str(sport.section_id)},
        {"article": str(sport.pk)},
        {"language": "de"},
        {"cause": "links"},
    ):
        day, _ = figures_of(moderator, **filters)
        assert (day.inbound, day.times) == (1, [timedelta(minutes=50)]), filters
    assert figures_of(moderator)[0].decided == 2


def test_a_decision_that_was_undone_is_no_decision_of_the_figures(article, moderator):
    case = a_case(article=article, at=NOW - timedelta(hours=1))
    outcome = decisions.decide(Decision.Verb.SPAM, [case.comment_id], by=moderator, at=NOW)
    assert figures_of(moderator)[0].decided == 1
    decisions.undo(outcome.act, by=moderator, at=NOW)
    assert figures_of(moderator)[0].decided == 0


def test_figures_say_when_they_are_not_of_all_cases(article, moderator, monkeypatch):
    monkeypatch.setattr(named_queues, "FIGURES_READ", 2)
    for _ in range(3):
        decided_after(article, moderator, opened=timedelta(hours=1), minutes=10)
    [figures], is_cut = named_queues.figures(
        [Named(Queue(name="All"), Filters())], [DAY], NOW, moderator
    )
    assert is_cut
    assert figures[DAY].decided == 2


def test_the_page_shows_the_figures_and_who_looks_after_a_queue(at_the_desk, article, moderator):
    decided_after(article, moderator, opened=timedelta(hours=1), minutes=10)
    queue = a_queue(made_by=moderator)
    colleague = a_person(name="Clara Colleague", group="Moderators")
    sent = {"person": colleague.pk, "note": "The match tonight."}
    at_the_desk.post(reverse("queue_assignment", args=[queue.pk]), sent)
    text = text_of(at_the_desk.get(reverse("queues")))
    for part in ("Assigned to Clara Colleague", "The match tonight.", "10 minutes", "Inbound 1 1"):
        assert part in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_queries_with_one_queue_and_with_three(
    at_the_desk, article, moderator, number, django_assert_num_queries
):
    for place in range(number):
        a_queue(name=f"Queue {place}", made_by=moderator, cause="words", kind="held")
        decided_after(article, moderator, opened=timedelta(hours=1), minutes=10)
    with django_assert_num_queries(18):
        at_the_desk.get(reverse("queues"))


def test_a_filter_for_a_section_that_is_gone_can_still_be_read(at_the_desk, moderator):
    queue = a_queue(made_by=moderator, section="999999")
    page = at_the_desk.get(reverse("queue_settings", args=[queue.pk]))
    assert "Section no longer there" in text_of(page)
    assert User.objects.filter(pk=moderator.pk).exists()
