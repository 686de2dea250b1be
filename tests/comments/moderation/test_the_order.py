"""What the queue serves first: the law, then what readers can see, then what they cannot."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Placement
from comments import posting, reporting
from comments.models import Case, Comment, Decision, Finding
from comments.models.urgency import Precedence, Reach
from comments.moderation import decisions, name_reports, queue
from comments.moderation.queue import Filters, Place
from tests.builders import a_case, a_comment, a_person, a_section, an_article

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=300)
Verb = Decision.Verb


def order(**filters):
    rows, _ = queue.listed(Filters(**filters))
    return rows


@pytest.fixture
def old_article(db):
    return an_article(published_at=LONG_AGO)


def on_the_front_page():
    article = an_article(published_at=LONG_AGO)
    Placement.objects.create(article=article, slot="lead", starts_at=NOW - timedelta(hours=1))
    return article


def reported(comment, reason="spam", at=NOW):
    return reporting.report(comment, by=a_person(), reason=reason, text="", at=at)


def noticed(comment):
    return reporting.file_legal_notice(
        comment, name="A. Lawyer", email="law@example.org", text="Against the law.", at=NOW
    )


def place_of(comment):
    case = Case.objects.open().get(comment=comment)
    return Precedence(case.precedence), Reach(case.reach)


def test_the_law_then_what_readers_see_then_yesterdays_overdue_case_that_nobody_sees(article):
    overdue = a_case(article=article, at=NOW - timedelta(days=1), severity=5)
    visible = a_case(article=article, kind="reported", at=NOW)
    legal = a_case(article=article, kind="legal", at=NOW)
    assert overdue.due_at < NOW < legal.due_at < visible.due_at
    assert order() == [legal, visible, overdue]


def test_what_is_due_first_comes_first_among_those_that_readers_see(article):
    late = a_case(article=article, kind="reported", at=NOW)
    early = a_case(article=article, kind="reported", at=NOW - timedelta(hours=1))
    assert order() == [early, late]


def test_reach_is_part_of_a_cases_order(old_article):
    """Of the same kind, opened at the same time: the more can see it the sooner it is due."""
    archive = a_case(article=old_article, kind="reported", at=NOW - timedelta(minutes=3))
    fresh = a_case(article=an_article(), kind="reported", at=NOW - timedelta(minutes=2))
    front = a_case(article=on_the_front_page(), kind="reported", at=NOW - timedelta(minutes=1))
    assert order() == [front, fresh, archive]
    assert [case.reach for case in order()] == [Reach.FRONT_PAGE, Reach.FRESH, Reach.ARCHIVE]


def test_a_case_knows_the_sum_of_what_was_last_found_in_its_comment(article):
    comment, earlier = a_comment(article=article, status="held"), NOW - timedelta(minutes=5)
    for weight, at in ((90, earlier), (50, NOW), (30, NOW)):
        Finding.objects.create(
            comment=comment, check_name="words", evidence="a word", weight=weight,
            leads_to="hold", found_at=at,
        )  # fmt: skip
    case = Case.objects.open_for(comment, Case.Kind.HELD, ["words"], at=NOW)
    assert (case.score, case.reach) == (80, Reach.NOBODY)


@pytest.mark.usefixtures("screened")
def test_the_score_is_what_screening_found_and_follows_an_edit(article):
    person = a_person()
    text = "CALM DOWN EVERYBODY PLEASE AND READ THIS ARTICLE AGAIN BEFORE YOU WRITE ANYTHING"
    comment = sent(article, person, text)
    case = Case.objects.open().get(comment=comment)
    assert case.score == sum(each.weight for each in comment.findings.all()) > 50
    before = case.score
    posting.edit(comment, "Calm down, everybody, and read this article again.", by=person)
    case.refresh_from_db()
    assert case.score == sum(each.weight for each in comment.findings.current()) < before


def sent(article, person, text):
    token = uuid.uuid4()
    return posting.submit(posting.Submission(article, person, text, token)).comment


def test_a_legal_notice_lifts_an_open_case_above_all_others(article):
    comment = a_comment(article=article)
    first = a_case(article=article, kind="reported", at=NOW - timedelta(days=1))
    reported(comment)
    assert order()[0] == first
    noticed(comment)
    assert order()[0].comment == comment
    assert place_of(comment) == (Precedence.LEGAL, Reach.FRESH)


def test_what_reports_have_hidden_waits_behind_what_readers_still_see(article):
    comment, at = a_comment(article=article), timezone.now()
    for _ in range(12):  # of new accounts: each counts one half
        reported(comment, at=at)
    comment.refresh_from_db()
    assert comment.is_held
    assert place_of(comment) == (Precedence.NOT_VISIBLE, Reach.NOBODY)


def test_what_its_author_has_taken_back_waits_behind(article):
    comment = a_comment(article=article)
    reported(comment)
    assert place_of(comment) == (Precedence.VISIBLE, Reach.FRESH)
    assert posting.delete(comment, by=comment.author)
    assert place_of(comment) == (Precedence.NOT_VISIBLE, Reach.NOBODY)


def test_an_undone_decision_puts_the_case_back_where_it_was(article, moderator):
    comment = a_comment(article=article)
    reported(comment)
    done = decisions.decide(Verb.REJECT, [comment.pk], by=moderator, at=NOW, reason="Rule 3.")
    decisions.undo(done.act, by=moderator, at=NOW)
    assert place_of(comment) == (Precedence.VISIBLE, Reach.FRESH)


def test_undoing_moves_a_case_that_was_opened_since(article, moderator):
    comment = a_comment(article=article, status="held")
    done = decisions.decide(Verb.APPROVE, [comment.pk], by=moderator, at=NOW)
    reported(comment)
    assert place_of(comment)[0] == Precedence.VISIBLE
    decisions.undo(done.act, by=moderator, at=NOW)
    assert place_of(comment) == (Precedence.NOT_VISIBLE, Reach.NOBODY)


def test_a_case_that_waits_again_stands_where_its_comment_is_by_now(article, moderator):
    """Its author's name was taken away, the comment was removed for itself, the name comes back."""
    comment = a_comment(article=article)
    reported(comment, "name")
    with transaction.atomic():
        settled = name_reports.settle(comment.author, by=moderator, at=NOW)
    decisions.decide(Verb.REJECT, [comment.pk], by=moderator, at=NOW, reason="Rule 3.")
    with transaction.atomic():
        name_reports.lock(settled)
        name_reports.reopen(settled)
    assert place_of(comment) == (Precedence.NOT_VISIBLE, Reach.NOBODY)


def test_skipping_leads_from_the_law_to_what_is_seen_to_what_is_not(article, moderator):
    unseen = a_case(article=article, at=NOW - timedelta(days=1))
    legal = a_case(article=article, kind="legal", at=NOW)
    seen = a_case(article=article, kind="reported", at=NOW)
    found, place = [], None
    while case := queue.take_next(moderator, Filters(), NOW, after=place):
        found.append(case)
        place = Place.read(str(Place.of(case)))
    assert found == [legal, seen, unseen]


@pytest.mark.usefixtures("screened")
@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_do_every_case_stands_where_its_comment_belongs(seed, moderator):
    """Fifty acts of chance: after each, what is stored is what a query derives."""
    chance = random.Random(seed)
    articles = [an_article(), an_article(published_at=LONG_AGO), on_the_front_page()]
    people, acts = [a_person() for _ in range(4)], []
    words = ("harbour", "ferry", "BRIDGE", "https://example.net/", "mayor", "SHAME", "idiot")

    def text():
        return " ".join(chance.choices(words, k=12))

    def anything():
        return chance.choice(Comment.objects.select_related("thread__article", "author"))

    def decide():
        done = decisions.decide(
            Verb(chance.choice(Verb.values)), [anything().pk], by=moderator, at=timezone.now(),
            reason="Rule 3.",
        )  # fmt: skip
        acts.append(done.act)

    def undo():
        if acts and (act := chance.choice(acts)):
            decisions.undo(act, by=moderator, at=timezone.now())

    def write():
        for _ in range(2):
            a_comment(article=chance.choice(articles), author=chance.choice(people))
        submission = (chance.choice(articles), chance.choice(people), text(), uuid.uuid4())
        posting.submit(posting.Submission(*submission))

    def change():
        comment = anything()
        posting.edit(comment, text(), by=comment.author)

    def take_back():
        comment = anything()
        posting.delete(comment, by=comment.author)

    def storm():
        comment = anything()
        for _ in range(12):
            reported(comment, at=timezone.now())

    for each in (article for article in articles for _ in range(2)):
        a_case(article=each, kind=chance.choice(["held", "reported", "spam"]))
    ways = [write, change, take_back, storm, decide, decide, undo, undo]
    ways += [lambda: reported(anything(), at=timezone.now()), lambda: noticed(anything())]
    for _ in range(50):
        way = chance.choice(ways)
        way()
        assert not Case.objects.misplaced().exists(), way


FILTERS = [
    ({}, "cases_in_order"),
    ({"kind": "reported"}, "cases_in_order_by_kind"),
    ({"section": "1"}, "cases_in_order_by_section"),
    ({"article": "1"}, "cases_in_order_by_article"),
    ({"language": "en"}, "cases_in_order_by_language"),
    ({"author": "1"}, "cases_in_order_by_author"),
]


@pytest.fixture
def backlog(db):
    """Enough cases elsewhere that PostgreSQL has a reason to prefer one index to another."""
    elsewhere = [
        an_article(section=a_section(name=f"Section {n}"), language="de") for n in range(12)
    ]
    for each in elsewhere:
        for _ in range(12):
            a_case(article=each, at=NOW)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE comments_case")


@pytest.mark.parametrize(("narrowed", "index"), FILTERS)
def test_the_list_and_the_next_case_are_one_range_of_one_index(
    narrowed, index, moderator, article, backlog
):
    case = a_case(article=article, kind="reported", at=NOW)
    filters, after = Filters(**narrowed), Place(1, NOW, case.pk)
    for ask in (
        lambda: queue.listed(filters, after=after),
        lambda: queue.take_next(moderator, filters, NOW, after=after),
    ):
        with CaptureQueriesContext(connection) as asked:
            ask()
        [sql] = [
            each["sql"] for each in asked
            if 'FROM "comments_case"' in each["sql"] and "ORDER BY" in each["sql"]
        ]  # fmt: skip
        plan = explained(sql)
        assert f" {index} " in plan, plan
        assert "(precedence,due_at" in plan.replace("comments_case.", "").replace(", ", ","), plan
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan


def explained(sql):
    """As the database goes about it. PostgreSQL reads a few rows without an index unless asked
    not to."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN " + sql)
            return "\n".join(row[-1] for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("EXPLAIN " + sql.replace("%", "%%"))
        return "\n".join(row[0] for row in cursor.fetchall())
