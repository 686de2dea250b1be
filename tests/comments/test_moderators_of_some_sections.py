"""A moderator may be limited to sections: what that person sees, is given and may decide."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments import switch
from comments.models import Case, Comment, Decision, LogEntry, Mode, Scope, Suspension
from comments.moderation import decisions, queue
from comments.moderation.queue import Filters
from newsroom.foundation.permissions import may, sections_of
from newsroom.models import SectionLimit, User
from tests.builders import a_case, a_person, a_section, an_article

pytestmark = pytest.mark.usefixtures("open_admin")

MODERATE, THROW = "comments.moderate_comment", "comments.throw_switch"
NOW = timezone.now()
NOT_YOURS = "in a section that is not yours"


@pytest.fixture
def sport(db):
    return a_section(name="Sport")


@pytest.fixture
def sport_moderator(sport):
    """Somebody who moderates the section Sport and no other."""
    person = a_person(name="Sam Sport", group="Moderators")
    SectionLimit.objects.create(person=person, section=sport)
    return person


@pytest.fixture
def at_sport(client, sport_moderator):
    client.force_login(sport_moderator)
    return client


@pytest.fixture
def in_sport(sport):
    return a_case(article=an_article(section=sport), text="A goal.", at=NOW)


@pytest.fixture
def in_city(article):
    return a_case(article=article, text="A bridge.", at=NOW)


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


def status_of(case):
    return Comment.objects.get(pk=case.comment_id).status


def test_the_one_function_answers_for_a_section(sport, sport_moderator, moderator, article):
    assert may(sport_moderator, MODERATE)
    assert may(sport_moderator, MODERATE, sport.pk)
    assert not may(sport_moderator, MODERATE, article.section_id)
    assert may(moderator, MODERATE, sport.pk)
    assert not may(sport_moderator, "articles.add_article", sport.pk)


def test_an_administrator_is_never_limited(administrator, sport, article):
    SectionLimit.objects.create(person=administrator, section=sport)
    assert sections_of(administrator) is None
    assert may(administrator, MODERATE, article.section_id)


def test_the_sections_of_a_person_are_read_once(sport_moderator, sport, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [sections_of(sport_moderator) for _ in range(3)] == [frozenset({sport.pk})] * 3


def test_only_cases_of_ones_sections_are_served_listed_and_counted(
    at_sport, sport_moderator, in_city, in_sport
):
    assert queue.take_next(sport_moderator, Filters(), NOW) == in_sport
    assert not queue.take(in_city, sport_moderator, NOW)
    page = text_of(at_sport.get(reverse("desk"), {"view": "list"}))
    assert "A goal." in page
    assert "A bridge." not in page
    assert "Held 1" in page


def test_without_limits_everything_is_served(moderator, in_city, in_sport):
    served = queue.take_next(moderator, Filters(), NOW)
    assert served == in_city
    assert queue.take_next(moderator, Filters(), NOW, but=served.pk) == in_sport


def test_a_case_of_another_section_does_not_open_and_the_page_says_why(at_sport, in_city, in_sport):
    assert at_sport.get(reverse("case", args=[in_sport.pk])).status_code == 200
    for name in ("case", "sweeping"):
        page = at_sport.get(reverse(name, args=[in_city.pk]))
        assert page.status_code == 403
        assert "This is in a section that is not yours." in text_of(page)
    assert Case.objects.get(pk=in_city.pk).claimed_by is None


def test_the_decision_itself_passes_over_what_is_not_in_ones_sections(
    sport_moderator, in_city, in_sport
):
    both = [in_city.comment_id, in_sport.comment_id]
    outcome = decisions.decide(Decision.Verb.SPAM, both, by=sport_moderator, at=NOW)
    assert (outcome.decided, dict(outcome.passed_over)) == (1, {NOT_YOURS: 1})
    assert (status_of(in_city), status_of(in_sport)) == ("held", "spam")


@pytest.mark.parametrize("where", ["desk", "sweep", "all comments"])
def test_no_way_in_decides_in_a_section_that_is_not_ones_own(at_sport, in_city, in_sport, where):
    pk = in_city.comment_id
    if where == "desk":
        page = at_sport.post(
            reverse("decision", args=[in_city.pk]), {"verb": "spam", "seen": "held"},
            headers={"X-Desk": "1"},
        )  # fmt: skip
    elif where == "sweep":
        sent = {"comment": [f"{pk}:held"], "verb": "spam"}
        page = at_sport.post(reverse("sweeping", args=[in_sport.pk]), sent, follow=True)
    else:
        url = reverse("admin:comments_comment_decisions", args=[pk])
        page = at_sport.post(url, {"verb": "spam", "seen": f"{pk}:held"}, follow=True)
    assert NOT_YOURS in text_of(page)
    assert status_of(in_city) == "held"


def test_what_was_decided_before_the_limits_is_not_undone_after_them(moderator, in_city, sport):
    outcome = decisions.decide(Decision.Verb.SPAM, [in_city.comment_id], by=moderator, at=NOW)
    SectionLimit.objects.create(person=moderator, section=sport)
    again = User.objects.get(pk=moderator.pk)
    undone = decisions.undo(outcome.act, by=again, at=NOW)
    assert (undone.decided, dict(undone.passed_over)) == (0, {NOT_YOURS: 1})
    assert status_of(in_city) == "spam"


def test_an_article_that_moves_takes_its_cases_along(sport_moderator, sport, in_city):
    type(in_city.article).objects.filter(pk=in_city.article_id).update(section=sport)
    assert queue.take_next(sport_moderator, Filters(), NOW) == in_city
    outcome = decisions.decide(Decision.Verb.SPAM, [in_city.comment_id], by=sport_moderator, at=NOW)
    assert outcome.decided == 1


def test_the_switch_is_thrown_and_reopened_in_ones_sections_alone(sport_moderator, sport, article):
    order = {"mode": Mode.CLOSED, "cause": "abuse", "reason": "Spam.", "by": sport_moderator}
    theirs = switch.suspend(Scope(section=sport), **order)
    switch.suspend(Scope(article=an_article(section=sport)), **order)
    for scope in (Scope(), Scope(section=article.section), Scope(article=article)):
        with pytest.raises(PermissionDenied):
            switch.suspend(scope, **order)
    assert Suspension.objects.count() == 2
    assert switch.lift(theirs, by=sport_moderator)
    everywhere = switch.suspend(Scope(), **{**order, "by": None})
    with pytest.raises(PermissionDenied, match="whole site"):
        switch.lift(everywhere, by=sport_moderator)


def test_reopening_the_site_is_refused_on_its_page_with_a_sentence(at_sport):
    everywhere = switch.suspend(Scope(), mode=Mode.CLOSED, cause="abuse", reason="Spam.")
    page = at_sport.post(reverse("lifting", args=[everywhere.pk]))
    assert page.status_code == 403
    assert "This concerns the whole site, and you work in some of its sections." in text_of(page)


@pytest.fixture
def person_form(client, administrator, moderator):
    client.force_login(administrator)

    def send(**changed):
        form = {
            "display_name": moderator.display_name, "email": moderator.email,
            "is_active": "on", "is_staff": "on",
            "groups": list(moderator.groups.values_list("pk", flat=True)), **changed,
        }  # fmt: skip
        page = client.post(reverse("admin:newsroom_user_change", args=[moderator.pk]), form)
        assert page.status_code == 302
        return sections_of(User.objects.get(pk=moderator.pk))

    return send


def test_an_administrator_limits_somebody_and_takes_it_back(person_form, sport, article):
    assert person_form(sections=[sport.pk]) == {sport.pk}
    assert person_form(sections=[sport.pk, article.section_id]) == {sport.pk, article.section_id}
    assert person_form() is None
    changes = [each.details["changes"]["sections"] for each in LogEntry.objects.order_by("number")]
    assert changes == [[None, ["Sport"]], [["Sport"], ["City", "Sport"]], [["City", "Sport"], None]]


def test_nobody_but_an_administrator_takes_limits_away(client, sport_moderator, editor, sport):
    editor.user_permissions.set(
        Permission.objects.filter(codename__in=["view_user", "change_user"])
    )
    client.force_login(editor)
    url = reverse("admin:newsroom_user_change", args=[sport_moderator.pk])
    assert "Only these sections" not in text_of(client.get(url))
    form = {"display_name": "Sam Sport", "email": sport_moderator.email, "is_active": "on"}
    assert client.post(url, form).status_code == 302
    assert sections_of(User.objects.get(pk=sport_moderator.pk)) == {sport.pk}


def test_a_section_that_somebody_is_limited_to_is_not_deleted(
    client, administrator, sport_moderator, sport
):
    client.force_login(administrator)
    client.post(reverse("admin:articles_section_delete", args=[sport.pk]), {"post": "yes"})
    assert type(sport).objects.filter(pk=sport.pk).exists()
