from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments import statistics
from comments.desk import charts
from comments.models import Case, Comment, Decision, Finding, HouseRule, Report, Tally
from comments.moderation import decisions
from tests.builders import a_case, a_comment, a_person

AT = datetime(2026, 3, 20, 12, 30, tzinfo=UTC)
Verb = Decision.Verb


def report(days=30):
    return statistics.report(AT - timedelta(days=days), AT)


def counted(subject, **more):
    return dict(report(**more).of(subject))


def ago(**length):
    return AT - timedelta(**length)


def found(comment, check, at, weight=50):
    Finding.objects.create(
        comment=comment, check_name=check, evidence="…", weight=weight, leads_to="hold", found_at=at
    )


def decide(verb, case, at, by, **more):
    decisions.decide(verb, [case.comment_id], by=by, at=at, **more)


def test_comments_count_by_what_became_of_them_old_and_new(article):
    for status, days in (("published", 20), ("published", 0), ("spam", 20), ("held", 0)):
        a_comment(article=article, status=status, at=ago(days=days, hours=1))
    a_comment(article=article, at=ago(days=40))
    assert counted("written") == {"published": 2, "spam": 1, "held": 1}
    assert counted("written", days=7) == {"published": 1, "held": 1}
    assert counted("section") == {str(article.section_id): 4}


def test_what_was_tallied_once_stays_and_what_comes_later_is_added(article):
    a_comment(article=article, at=ago(days=3))
    assert counted("written") == {"published": 1}
    tallied = list(Tally.objects.order_by("pk").values_list("pk", flat=True))
    a_comment(article=article, at=ago(hours=2))
    assert counted("written") == {"published": 2}
    assert list(Tally.objects.order_by("pk").values_list("pk", flat=True)) == tallied
    later = statistics.report(AT - timedelta(days=30), AT + timedelta(days=2))
    assert later.of("written").total() == 2


def test_an_hour_on_the_edge_of_the_tallies_is_counted_once(article):
    for minutes in (0, 29, 30, 31, 59, 60):
        a_comment(article=article, at=ago(hours=6, minutes=minutes))
    assert counted("written") == {"published": 6}
    assert sum(report().by_step.values(), start=type(report().of("x"))()) == {"published": 6}


def test_decisions_count_by_verb_rule_and_moderator_and_by_how_long_they_took(article, moderator):
    rule = HouseRule.objects.in_use().first()
    for days in (10, 0):
        for seconds in (10, 40, 100):
            opened = ago(days=days, hours=2)
            case = a_case(article=article, at=opened)
            decide(Verb.APPROVE, case, opened + timedelta(seconds=seconds), moderator)
    case = a_case(article=article, at=ago(hours=3))
    decide(Verb.REJECT, case, ago(hours=1), moderator, house_rule=rule)
    told = report()
    assert told.of("decided") == {"approve": 6, "reject": 1}
    assert told.of("rule") == {str(rule.pk): 1}
    assert told.of("moderator") == {str(moderator.pk): 7}
    assert timedelta(seconds=30) < told.delay(0.5) <= timedelta(seconds=60)
    assert timedelta(hours=1) < told.delay(1.0) < timedelta(hours=5)


def test_a_time_without_decisions_has_no_median():
    assert statistics.Report(AT, AT).delay(0.5) is None


def test_what_a_check_caught_and_how_often_people_overruled_it(article, moderator):
    for days in (10, 0):
        kept, gone = (a_case(article=article, at=ago(days=days, hours=2)) for _ in range(2))
        for case in (kept, gone):
            found(case.comment, "words", ago(days=days, hours=2))
            found(case.comment, "words", ago(days=days, hours=2))
            found(case.comment, "links", ago(days=days, hours=2), weight=0)
        decide(Verb.APPROVE, kept, ago(days=days, hours=1), moderator)
        decide(Verb.SPAM, gone, ago(days=days, hours=1), moderator)
    told = report()
    assert told.of("caught") == {"words": 4}
    assert told.of("judged") == {"words": 4}
    assert told.of("overruled") == {"words": 2}


def test_overruled_is_a_part_of_what_was_decided_and_not_of_what_waits(
    at_the_desk, article, moderator
):
    now = timezone.now()
    cases = [a_case(article=article, at=now - timedelta(minutes=9)) for _ in range(8)]
    for case in cases:
        found(case.comment, "words", now - timedelta(minutes=9))
    decide(Verb.APPROVE, cases[0], now, moderator)
    decide(Verb.SPAM, cases[1], now, moderator)
    decide(Verb.REJECT, cases[2], now, moderator, reason="Rule 3.")
    told = statistics.report(now - timedelta(hours=1), now)
    assert told.of("caught") == {"words": 8}
    assert told.of("judged") == {"words": 3}
    assert told.of("overruled") == {"words": 1}
    assert statistics.undecided_by_check() == {"words": 5}
    text = text_of(at_the_desk.get(reverse("statistics")))
    assert "decided 3, overruled 1 (33 %), undecided 5" in text


def test_what_nobody_has_decided_has_no_share(at_the_desk, article):
    found(a_case(article=article).comment, "words", timezone.now())
    assert "none decided, undecided 1" in text_of(at_the_desk.get(reverse("statistics")))


def test_keeping_what_readers_saw_judges_no_finding_and_restoring_does(article, moderator):
    reported = a_case(article=article, kind="reported", at=ago(hours=2))
    spam = a_case(article=article, kind="spam", at=ago(hours=2))
    for case in (reported, spam):
        found(case.comment, "words", ago(hours=2), weight=10)
    decide(Verb.APPROVE, reported, ago(hours=1), moderator)
    decide(Verb.RESTORE, spam, ago(hours=1), moderator)
    assert counted("judged") == {"words": 1}
    assert counted("overruled") == {"words": 1}


def test_what_was_found_after_a_decision_was_not_decided_by_it(article, moderator):
    case = a_case(article=article, at=ago(hours=3))
    decide(Verb.APPROVE, case, ago(hours=2), moderator)
    found(case.comment, "words", ago(hours=1))
    assert counted("judged") == {}


def test_reports_count_by_what_came_of_them(article, reader, second_reader):
    for person, upheld in ((reader, True), (second_reader, None)):
        made = Report.objects.file(
            a_comment(article=article), person, reason="hate", text="", at=ago(days=4)
        )
        Report.objects.filter(pk=made.pk).update(upheld=upheld)
    assert counted("report") == {"upheld": 1, "open": 1}


def test_open_cases_are_told_by_their_age(article):
    for hours in (0, 2, 3, 30, 100):
        a_case(article=article, at=ago(hours=hours, minutes=1))
    assert dict(statistics.open_cases_by_age(AT)) == {
        "under an hour": 1,
        "1 to 4 hours": 2,
        "4 to 24 hours": 0,
        "1 to 3 days": 1,
        "over 3 days": 1,
    }


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


@pytest.mark.parametrize("period", ["24h", "7d", "30d", "nonsense", ""])
def test_the_page_says_it_in_charts_and_in_numbers(at_the_desk, article, moderator, period):
    now = timezone.now()
    case = a_case(article=article, at=now - timedelta(minutes=9))
    found(case.comment, "words", now - timedelta(minutes=9))
    decide(Verb.APPROVE, case, now, moderator)
    page = at_the_desk.get(reverse("statistics"), {"period": period})
    text = text_of(page)
    assert (page.context["written_total"], page.context["decided_total"]) == (1, 1)
    assert "overruled 1 (100 %)" in text
    assert "<rect" in page.content.decode()


def test_names_of_moderators_are_for_administrators_alone(
    client, at_the_desk, administrator, article, moderator
):
    decide(Verb.APPROVE, a_case(article=article), timezone.now(), moderator)
    assert "By moderator" not in text_of(at_the_desk.get(reverse("statistics")))
    client.force_login(administrator)
    assert "By moderator" in text_of(client.get(reverse("statistics")))


def test_an_empty_desk_has_an_empty_page(at_the_desk):
    assert "Nothing waits" not in text_of(at_the_desk.get(reverse("statistics")))
    assert "None in this time." in text_of(at_the_desk.get(reverse("statistics")))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_queries_for_one_and_for_three(
    at_the_desk, article, moderator, number, django_assert_num_queries
):
    for _ in range(number):
        case = a_case(article=article, author=a_person())
        found(case.comment, "words", timezone.now())
        decide(Verb.APPROVE, case, timezone.now(), moderator)
    at_the_desk.get(reverse("statistics"))
    assert Case.objects.closed().count() == Comment.objects.count() == number
    with django_assert_num_queries(27):
        at_the_desk.get(reverse("statistics"))


def test_columns_stand_on_one_another_and_none_is_higher_than_the_chart():
    drawn = charts.columns(
        [("Mon", "", {"a": 3, "b": 1}), ("Tue", "", {})], [("a", "A"), ("b", "B")]
    )
    low, high = drawn.columns[0].blocks
    assert low.y + low.height == drawn.base
    assert high.y + high.height == pytest.approx(low.y, abs=0.2)
    assert high.y >= 0
    assert drawn.columns[1].blocks == []
