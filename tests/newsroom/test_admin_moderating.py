"""What a moderator may rely on at the list of comments and on a comment's page."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.admin import CommentAdmin, comment_list
from comments.models import Comment, Decision, HouseRule, Report, Sanction
from tests.builders import a_comment, a_person, a_section, an_article

pytestmark = pytest.mark.usefixtures("open_admin")

Status = Comment.Status
LIST = "admin:comments_comment_changelist"


@pytest.fixture
def at_work(client, moderator):
    client.force_login(moderator)
    return client


def told(page):
    return [str(message) for message in page.context["messages"]]


def listed(client, **narrowed):
    return list(client.get(reverse(LIST), narrowed).context["cl"].result_list)


def act(client, verb, *comments, query="", **more):
    asked = {
        "action": verb,
        "_selected_action": [comment.pk for comment in comments],
        "seen": [f"{comment.pk}:{comment.status}" for comment in comments],
        **more,
    }
    return client.post(reverse(LIST) + query, asked, follow=True)


def undo_link():
    """The way to take back the last act, as a message has it."""
    return f'<a href="{reverse("batch", args=[Decision.objects.first().act])}">Undo</a>'


def a_rule(**fields):
    return HouseRule.objects.create(
        label="Insults", rule="No insults.", statement="It insults somebody.", **fields
    )


def statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_the_list_is_narrowed_by_status_section_article_time_and_reports(at_work, article, reader):
    elsewhere = an_article(section=a_section(name="Sport"))
    old = a_comment(article=article, at=timezone.now() - timedelta(days=40))
    held = a_comment(article=article, status=Status.HELD)
    sport = a_comment(article=elsewhere)
    Report.objects.create(
        comment=sport, reporter=reader, reason=Report.Reason.SPAM, made_at=timezone.now()
    )
    assert listed(at_work) == [sport, held, old]
    assert listed(at_work, status__exact="held") == [held]
    assert listed(at_work, section=elsewhere.section_id) == [sport]
    assert listed(at_work, article=article.pk) == [held, old]
    since = {"created_at__gte": str(timezone.now() - timedelta(days=7))}
    assert listed(at_work, **since) == [sport, held]
    assert listed(at_work, reported="yes") == [sport]


@pytest.mark.parametrize("nonsense", ["x", "9" * 30, "-1", "1 OR 1=1"])
def test_an_address_that_was_meddled_with_finds_nothing(at_work, article, nonsense):
    a_comment(article=article)
    assert listed(at_work, article=nonsense) == listed(at_work, section=nonsense) == []


def test_comments_are_found_by_their_words_and_their_authors(at_work, article):
    boats = a_comment(article=article, text="Cheap BOATS here")
    gull = a_comment(article=article, author=a_person(name="Gunda Gull"))
    assert listed(at_work, q="boats") == [boats]
    assert listed(at_work, q="gunda") == [gull]
    assert listed(at_work, q="100%_") == []


def test_only_administrators_see_and_search_addresses(at_work, client, administrator, article):
    comment = a_comment(article=article, author=a_person(name="Gunda Gull"))
    address = comment.author.email
    assert address not in at_work.get(reverse(LIST)).content.decode()
    assert listed(at_work, q=address) == []
    client.force_login(administrator)
    assert address in client.get(reverse(LIST)).content.decode()
    assert listed(client, q=address) == [comment]


def test_the_list_shows_the_text_and_what_it_answers(at_work, article):
    asked = a_comment(article=article, text="Who paid for it?")
    a_comment(article=article, parent=asked, text="We all *did*.")
    page = at_work.get(reverse(LIST)).content.decode()
    assert f"In reply to {asked.author}: “Who paid for it?”" in page
    assert "<p>We all <em>did</em>.</p>" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_for_one_comment_and_for_three(
    at_work, article, number, django_assert_num_queries
):
    for _ in range(number):
        a_comment(article=article, parent=a_comment(article=article))
    at_work.get(reverse(LIST))
    with django_assert_num_queries(LIST_QUERIES):
        at_work.get(reverse(LIST))


LIST_QUERIES = 12


def test_of_very_many_the_newest_are_listed_and_counting_stops_there(at_work, article, monkeypatch):
    monkeypatch.setattr(comment_list, "MOST", 3)
    monkeypatch.setattr(CommentAdmin, "list_per_page", 2)
    comments = [a_comment(article=article) for _ in range(5)]
    found = at_work.get(reverse(LIST)).context["cl"]
    assert found.result_count == 3
    assert list(found.result_list) == comments[:2:-1]


def test_several_are_decided_at_once_and_the_moderator_is_told(at_work, article):
    comments = [a_comment(article=article, status=Status.HELD) for _ in range(2)]
    published = a_comment(article=article)
    page = act(at_work, "approve", *comments, published)
    assert told(page) == [
        f"2 comments approved or kept. {undo_link()}",
        "1 passed over: published already.",
    ]
    assert statuses() == [Status.PUBLISHED] * 3


def sent_again(page):
    """The hidden fields of the form that a page shows."""
    typed = {}
    pattern = r'type="hidden" name="([a-z_]+)" value="([^"]*)"'
    for name, value in re.findall(pattern, page.content.decode()):
        typed.setdefault(name, []).append(value)
    typed.pop("csrfmiddlewaretoken", None)
    return typed


def test_rejecting_asks_for_the_house_rule_and_keeps_the_selection(at_work, article, moderator):
    rule = a_rule()
    chosen = [a_comment(article=article) for _ in range(2)]
    a_comment(article=article)
    page = act(at_work, "reject", *chosen, query="?status__exact=published")
    assert "2 comments will be rejected" in page.content.decode()
    assert "No insults." in page.content.decode()
    assert statuses() == [Status.PUBLISHED] * 3
    typed = sent_again(page) | {"house_rule": rule.pk, "reason": "Both of them."}
    page = at_work.post(reverse(LIST) + "?status__exact=published", typed, follow=True)
    assert told(page) == [f"2 comments rejected: Insults. {undo_link()}"]
    assert statuses() == [Status.REJECTED, Status.REJECTED, Status.PUBLISHED]
    for decision in Decision.objects.all():
        assert (decision.house_rule, decision.made_by) == (rule, moderator)
        assert "It insults somebody." in decision.statement
        assert "Both of them." in decision.statement


def test_a_rejection_without_a_house_rule_asks_again_and_keeps_the_note(at_work, article):
    page = act(at_work, "reject", a_comment(article=article), reason="A long note.")
    assert "Choose the house rule that is broken." in page.content.decode()
    assert 'value="A long note."' in page.content.decode()
    assert statuses() == [Status.PUBLISHED]


def test_on_its_own_page_too_a_comment_is_rejected_by_a_house_rule(at_work, article):
    rule, comment = a_rule(), a_comment(article=article)
    page = at_work.get(reverse("admin:comments_comment_change", args=[comment.pk])).content.decode()
    assert "No insults." in page
    address = reverse("admin:comments_comment_decisions", args=[comment.pk])
    asked = {"verb": "reject", "seen": f"{comment.pk}:published", "reason": "Once more."}
    page = at_work.post(address, asked)
    assert "Choose the house rule that is broken." in page.content.decode()
    page = at_work.post(
        address, sent_again(page) | {"house_rule": rule.pk, "reason": "Once more."}, follow=True
    )
    assert told(page) == [f"1 comment rejected: Insults. {undo_link()}"]
    assert "Once more." in Decision.objects.get().statement


def test_what_was_decided_there_is_undone_from_the_message(at_work, article):
    comments = [a_comment(article=article) for _ in range(3)]
    act(at_work, "spam", *comments)
    undo = reverse("batch", args=[Decision.objects.first().act])
    assert "Undo 3 decisions" in at_work.get(undo).content.decode()
    assert told(at_work.post(undo, follow=True)) == ["Taken back: 3 decisions."]
    assert statuses() == [Status.PUBLISHED] * 3


def test_an_act_is_not_undone_by_a_colleague(at_work, client, administrator, article):
    act(at_work, "spam", a_comment(article=article))
    undo = reverse("batch", args=[Decision.objects.get().act])
    client.force_login(administrator)
    assert "Its moderator can undo it." in client.get(undo).content.decode()
    assert client.post(undo).status_code == 403
    assert statuses() == [Status.SPAM]


def test_all_that_match_are_decided_but_none_that_came_after_the_moderator_looked(at_work, article):
    there = [a_comment(article=article) for _ in range(3)]
    newest = max(comment.pk for comment in there)
    a_comment(article=article, text="Written meanwhile.")
    act(at_work, "reject", there[0], select_across="1", newest=newest, house_rule=a_rule().pk)
    assert statuses() == [Status.REJECTED] * 3 + [Status.PUBLISHED]


def test_more_than_a_sitting_can_judge_are_not_decided_at_once(at_work, article, monkeypatch):
    monkeypatch.setattr("comments.admin.comment.MOST", 2)
    comments = [a_comment(article=article) for _ in range(3)]
    page = act(at_work, "spam", *comments)
    assert told(page) == ["Decide on at most 2 at once: narrow the list."]


def test_a_comment_is_decided_on_its_own_page(at_work, article, moderator):
    comment = a_comment(article=article, status=Status.HELD)
    page = at_work.get(reverse("admin:comments_comment_change", args=[comment.pk])).content.decode()
    assert re.findall(r'name="verb" value="(\w+)"', page) == ["reject", "spam", "approve"]
    address = reverse("admin:comments_comment_decisions", args=[comment.pk])
    asked = {"verb": "approve", "seen": f"{comment.pk}:held"}
    page = at_work.post(address, asked, follow=True)
    assert told(page) == [f"1 comment approved or kept. {undo_link()}"]
    assert str(moderator) in page.content.decode()


def test_what_a_colleague_decided_meanwhile_is_told(at_work, article):
    comment = a_comment(article=article)
    address = reverse("admin:comments_comment_decisions", args=[comment.pk])
    page = at_work.post(address, {"verb": "spam", "seen": f"{comment.pk}:held"}, follow=True)
    assert told(page) == ["1 passed over: meanwhile published by somebody else."]
    assert statuses() == [Status.PUBLISHED]


def test_ones_own_comment_has_no_buttons(at_work, article, moderator):
    comment = a_comment(article=article, author=moderator)
    page = at_work.get(reverse("admin:comments_comment_change", args=[comment.pk])).content.decode()
    assert 'name="verb"' not in page
    assert "a colleague decides on it" in page


# Sanctions


def ban(client, name, **typed):
    asked = {"person": name, "kind": "ban", "reason": "Threats.", "ends_at_0": "", "ends_at_1": ""}
    return client.post(reverse("admin:comments_sanction_add"), asked | typed, follow=True)


def test_a_reader_is_banned_by_name_with_a_reason_and_it_is_lifted_not_deleted(
    at_work, moderator, reader
):
    ban(at_work, reader.display_name)
    sanction = Sanction.objects.get()
    assert (sanction.person, sanction.set_by, sanction.reason) == (reader, moderator, "Threats.")
    assert Sanction.objects.in_force(timezone.now()).exists()
    there = [sanction.pk]
    assert at_work.post(reverse("admin:comments_sanction_delete", args=there)).status_code == 403
    at_work.post(reverse("admin:comments_sanction_change", args=there), {"_lift": "1"})
    sanction.refresh_from_db()
    assert sanction.lifted_by == moderator
    assert not Sanction.objects.in_force(timezone.now()).exists()


def test_a_sanction_is_not_rewritten_afterwards(at_work, reader, second_reader):
    ban(at_work, reader.display_name)
    change = reverse("admin:comments_sanction_change", args=[Sanction.objects.get().pk])
    at_work.post(change, {"person": second_reader.display_name, "reason": "Another."})
    assert Sanction.objects.get().person == reader
    assert Sanction.objects.get().reason == "Threats."


@pytest.mark.parametrize(
    ("name", "typed", "complaint"),
    [
        ("Nobody at all", {}, {"person": ["Nobody has this name."]}),
        (
            "Moritz Calm",
            {},
            {
                "person": [
                    "Staff cannot be sanctioned here; an administrator can end their account."
                ]
            },
        ),
        ("Rita Reader", {"reason": ""}, {"reason": ["This field is required."]}),
        (
            "Rita Reader",
            {"ends_at_0": "2020-01-01", "ends_at_1": "00:00"},
            {"ends_at": ["The end must lie ahead."]},
        ),
    ],
)
def test_what_stands_against_a_sanction_is_said_beside_the_field(
    at_work, reader, name, typed, complaint
):
    page = ban(at_work, name, **typed)
    assert dict(page.context["adminform"].form.errors) == complaint
    assert not Sanction.objects.exists()


# Hours and ages


def hours(client, **typed):
    asked = {
        "scope": "site",
        "section": "",
        "article": "",
        "mode": "closed",
        "is_active": "on",
        "opening_times-TOTAL_FORMS": 1,
        "opening_times-INITIAL_FORMS": 0,
        "opening_times-0-weekday": "0",
        "opening_times-0-opens": "09:00",
        "opening_times-0-closes": "17:00",
    }
    return client.post(reverse("admin:comments_commentinghours_add"), asked | typed, follow=True)


def test_hours_are_kept_with_their_opening_times(at_work):
    assert "was added" in told(hours(at_work))[0]


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"scope": "section"}, "section"), ({"scope": "article"}, "article")],
)
def test_hours_need_what_their_scope_names(at_work, typed, field):
    page = hours(at_work, **typed)
    assert field in page.context["adminform"].form.errors


def test_the_site_has_one_closing_age(at_work):
    add = reverse("admin:comments_closingage_add")
    at_work.post(add, {"section": "", "days": "30"})
    page = at_work.post(add, {"section": "", "days": "60"})
    assert page.context["adminform"].form.non_field_errors() == [
        "The site's default is there already."
    ]
