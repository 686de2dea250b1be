"""Many cases of the list are decided on at once, and undone at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.models import Case, Comment, Decision, HouseRule
from comments.moderation import bulk
from comments.moderation.queue import Filters, Place
from tests.builders import a_case, a_person, a_section, an_article

LIST = {"view": "list"}


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


def told(page):
    return [strip_tags(str(message)) for message in page.context["messages"]]


def statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def seen(*cases):
    return [f"{case.comment_id}:{case.comment.status}" for case in cases]


@pytest.fixture
def cases(article):
    return [a_case(article=article, text=f"Comment number {number}.") for number in range(5)]


def send(client, **sent):
    return client.post(reverse("bulk"), sent, follow=True)


def test_what_is_ticked_gets_one_decision_as_one_act_and_comes_back_at_once(at_the_desk, cases):
    page = send(at_the_desk, comment=seen(*cases[:3]), verb="approve")
    assert told(page) == ["3 comments approved or kept. Undo"]
    assert statuses() == ["published"] * 3 + ["held"] * 2
    (act,) = set(Decision.objects.values_list("act", flat=True))
    assert f'href="{reverse("batch", args=[act])}"' in page.content.decode()
    page = at_the_desk.post(reverse("retraction"), LIST, follow=True)
    assert told(page) == ["Taken back: 3 decisions."]
    assert page.redirect_chain == [(f"{reverse('desk')}?view=list", 302)]
    assert statuses() == ["held"] * 5


def test_many_are_rejected_by_one_house_rule_with_one_note_to_all_authors(at_the_desk, cases):
    rule = HouseRule.objects.first()
    sent = {"house_rule": rule.pk, "reason": "All of them, I am afraid."}
    page = send(at_the_desk, comment=seen(*cases), **sent)
    assert told(page) == [f"5 comments rejected: {rule}. Undo"]
    for decision in Decision.objects.all():
        assert decision.house_rule == rule
        assert "All of them, I am afraid." in decision.statement


def test_the_list_says_how_many_match_beyond_the_page(at_the_desk, article, monkeypatch):
    monkeypatch.setattr("comments.moderation.queue.LIST_SIZE", 2)
    for _ in range(5):
        a_case(article=article)
    a_case(article=an_article(section=a_section(name="Sport")))
    asked = LIST | {"section": article.section_id}
    assert "All 5 that match…" in text_of(at_the_desk.get(reverse("desk"), asked))
    assert "All 6 that match…" in text_of(at_the_desk.get(reverse("desk"), LIST))


def test_all_that_match_are_shown_with_count_and_sample_before_anything_happens(
    at_the_desk, cases, article, moderator
):
    a_case(article=article, status="published", author=moderator)
    newest = bulk.count_matching(Filters(), None).newest_case
    page = send(at_the_desk, all="1", newest=newest, verb="spam")
    words = text_of(page)
    assert "6 comments are chosen." in words
    assert "Held: 5" in words
    assert "Published (readers see it): 1" in words
    assert "1 is your own and will be passed over." in words
    assert "Comment number 0." in words
    assert "spam" not in statuses()
    page = send(at_the_desk, selection=page.context["selection"], verb="spam")
    assert told(page) == [
        "5 comments marked as spam. Undo",
        "1 passed over: your own: a colleague decides.",
    ]
    assert statuses() == ["spam"] * 5 + ["published"]


def test_what_came_after_the_moderator_saw_the_count_is_left_alone(at_the_desk, cases, article):
    newest = at_the_desk.get(reverse("desk"), LIST).context["matching"].newest_case
    a_case(article=article, text="Written meanwhile.")
    page = send(at_the_desk, all="1", newest=newest)
    assert page.context["number"] == 5
    assert "Written meanwhile." not in text_of(page)


def test_what_a_colleague_decided_since_is_passed_over_and_told(at_the_desk, cases):
    page = send(at_the_desk, all="1", newest=cases[-1].pk)
    selection = page.context["selection"]
    Comment.objects.filter(pk=cases[0].comment_id).update(status="published")
    page = send(at_the_desk, selection=selection, verb="spam")
    assert told(page) == [
        "4 comments marked as spam. Undo",
        "1 passed over: meanwhile published by somebody else.",
    ]


def test_only_what_the_filter_matches_is_chosen(at_the_desk, cases, article):
    elsewhere = a_case(article=an_article(section=a_section(name="Sport")))
    newest = bulk.count_matching(Filters(), None).newest_case
    page = send(at_the_desk, all="1", newest=newest, section=elsewhere.section_id)
    assert page.context["selection"] == f"{elsewhere.comment_id}:held"


def test_one_act_takes_no_more_than_its_limit_and_says_so(at_the_desk, cases, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 3)
    monkeypatch.setattr("comments.moderation.queue.LIST_SIZE", 2)
    page = text_of(at_the_desk.get(reverse("desk"), LIST))
    assert "The 3 most pressing of 5 that match…" in page
    page = send(at_the_desk, all="1", newest=cases[-1].pk)
    assert "These are the 3 most pressing; one act takes no more." in text_of(page)


def test_the_filter_and_the_place_are_kept(at_the_desk, cases):
    place = str(Place.of(cases[0]))
    sent = {"comment": seen(cases[1]), "verb": "spam", "kind": "held", "after": place}
    page = send(at_the_desk, **sent)
    assert page.redirect_chain[0][0] == f"{reverse('desk')}?view=list&kind=held&after={place}"


def test_what_was_ticked_and_typed_is_kept_where_no_decision_was_chosen(at_the_desk, cases):
    page = send(at_the_desk, comment=seen(*cases[:2]), reason="A long note.")
    assert "2 comments are chosen." in text_of(page)
    assert 'value="A long note."' in page.content.decode()
    assert statuses() == ["held"] * 5


@pytest.mark.parametrize(
    "sent",
    [
        {"verb": "spam"},
        {"verb": "spam", "comment": ["x:held", ":", "9" * 30]},
        {"all": "1", "newest": "x", "verb": "spam"},
        {"all": "1", "verb": "spam"},
        {"verb": "spam", "selection": "1 2:x \x00"},
    ],
)
def test_a_form_that_names_nothing_changes_nothing(at_the_desk, cases, sent):
    page = send(at_the_desk, **sent)
    assert page.status_code == 200
    assert statuses() == ["held"] * 5


def test_a_house_rule_that_is_no_longer_in_use_rejects_nothing(at_the_desk, cases):
    rule = HouseRule.objects.first()
    HouseRule.objects.filter(pk=rule.pk).update(is_on=False)
    send(at_the_desk, comment=seen(*cases), house_rule=rule.pk)
    assert statuses() == ["held"] * 5


def test_a_case_in_the_hands_of_a_colleague_is_said_before_the_act(at_the_desk, cases):
    until = timezone.now() + timedelta(minutes=1)
    colleague = a_person(name="Clara", group="Moderators")
    Case.objects.filter(pk=cases[0].pk).update(claimed_by=colleague, claimed_until=until)
    page = send(at_the_desk, all="1", newest=cases[-1].pk)
    assert "A colleague has 1 of them in hand just now." in text_of(page)


@pytest.mark.parametrize("number", [1, 3])
def test_the_confirmation_costs_the_same_queries_for_one_and_for_three(
    at_the_desk, article, number, django_assert_num_queries
):
    cases = [a_case(article=article) for _ in range(number)]
    sent = {"all": "1", "newest": cases[-1].pk}
    at_the_desk.post(reverse("bulk"), sent)
    with django_assert_num_queries(CONFIRMATION_QUERIES):
        at_the_desk.post(reverse("bulk"), sent)


CONFIRMATION_QUERIES = 17


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_for_one_and_for_three(
    at_the_desk, article, number, django_assert_num_queries
):
    for _ in range(number):
        a_case(article=article)
    at_the_desk.get(reverse("desk"), LIST)
    with django_assert_num_queries(LIST_QUERIES):
        at_the_desk.get(reverse("desk"), LIST)


LIST_QUERIES = 28
