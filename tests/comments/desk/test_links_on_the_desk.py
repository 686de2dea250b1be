"""A link is shown to those for whom there is something behind it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments.models import Case, Comment, Decision, Mode, Scope, Thread
from comments.moderation import decisions
from comments.switch import suspend
from tests.builders import a_case, a_comment, a_person, an_article
from tests.crawl import Crawl

pytestmark = pytest.mark.usefixtures("staff_may_enter")

Verb = Decision.Verb


def crawl_of(person, *starts):
    client = Client()
    client.force_login(person)
    crawl = Crawl(client, signed_in=True).start(*starts)
    assert len(crawl.pages) > 3
    return [str(each) for each in crawl.broken]


@pytest.fixture
def every_status(article, reader):
    """A comment of each status, with neighbours; and one under a story that was unpublished."""
    a_comment(article=article, text="Before.")
    own = [
        a_comment(article=article, author=reader, status=status, text=f"It is {status}.")
        for status in Comment.Status.values
    ]
    a_comment(article=article, text="After.")
    unpublished = an_article(headline="Unpublished since")
    own.append(a_comment(article=unpublished, author=reader, text="Under a story that is gone."))
    Article.objects.filter(pk=unpublished.pk).update(state=Article.State.DRAFT)
    return own


@pytest.fixture
def logged(article, moderator, every_status):
    at = timezone.now()
    decisions.decide(Verb.SPAM, [each.pk for each in every_status[:2]], by=moderator, at=at)
    shared = {"mode": Mode.CLOSED, "cause": "abuse", "reason": "Spam.", "by": moderator}
    suspend(Scope(article=article), notice_title="Closed", notice_body="Dear reader,", **shared)


def test_readers_follow_every_link_among_their_own_comments(reader, moderator, every_status):
    removed = next(each for each in every_status if each.is_published)
    decisions.decide(
        Verb.REJECT, [removed.pk], by=moderator, at=timezone.now(), reason="An attack."
    )
    assert crawl_of(reader, reverse("my_comments")) == []


def test_a_moderator_follows_every_link_of_a_case_and_of_a_comment(moderator, every_status):
    at = timezone.now()
    cases = [Case.objects.open_for(each, Case.Kind.HELD, ["words"], at=at) for each in every_status]
    pages = [reverse("case", args=[case.pk]) for case in cases]
    pages += [reverse("admin:comments_comment_change", args=[each.pk]) for each in every_status]
    assert crawl_of(moderator, *pages) == []


def test_the_thread_is_linked_from_a_case_only_while_the_comment_is_on_its_page(
    at_the_desk, every_status
):
    linked = {}
    for comment in every_status:
        case = Case.objects.open_for(comment, Case.Kind.HELD, ["words"], at=timezone.now())
        page = at_the_desk.get(reverse("case", args=[case.pk])).text
        linked[comment.text] = "Open the thread at this place" in page
    assert {text for text, is_linked in linked.items() if is_linked} == {
        "It is published.",
        "It is held.",
        "It is rejected.",
        "It is spam.",
    }


@pytest.mark.parametrize(
    ("allowed", "path"),
    [
        (["moderate_comment"], "desk"),
        (["throw_switch"], "switchboard"),
        (["view_logentry"], "log"),
        (["moderate_comment", "view_logentry", "add_sanction"], "log"),
        (["view_limit"], "admin:comments_limit_changelist"),
    ],
)
def test_who_may_do_one_thing_alone_is_shown_no_link_to_another(article, logged, allowed, path):
    a_case(article=article, text="Held.")
    Thread.objects.of(article)
    person = a_person(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=allowed))
    assert crawl_of(person, reverse(path)) == []
