"""What is measured: what people do, each as one call that can be repeated."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count, cycle
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import posting, statistics
from comments.models import Case, HouseRule, Thread
from newsroom.models import User
from tests.builders import a_demo_paper

Act = Callable[[], object]

LIST = "/admin/comments/comment/"
AUTHORS = 200


def acts() -> dict[str, Act]:
    """By name, in the order of the table."""
    busiest = Thread.objects.select_related("article").order_by("-comment_count").first()
    assert busiest is not None, "populate the database first"
    stranger, moderator = Client(), Client(SERVER_NAME="localhost")
    moderator.force_login(_moderator())
    a_demo_paper()  # a moderator without a second factor
    # Populated readers write the more the lower their number is.
    readers = User.objects.filter(is_staff=False, email__startswith="reader").order_by("pk")
    authors = list(readers[:AUTHORS])
    now = timezone.now()
    statistics.report(now - timedelta(days=7), now)  # hours that are over are tallied once
    commenter = reverse("commenter", args=[authors[0].pk])

    def page(client: Client, path: str, **asked: str) -> Act:
        return lambda: _asked(client, path, asked)

    return {
        "article, uncached": page(stranger, busiest.article.path),
        "post": _posting(busiest, authors),
        "queue page": page(moderator, reverse("desk")),
        "decision, next case": lambda: _decision(moderator),
        "author drawer": page(moderator, commenter),
        "search: a frequent word": page(moderator, LIST, q="bridge"),
        "search: a word nobody wrote": page(moderator, LIST, q="zyzzyva"),
        "search: an author": page(moderator, LIST, q=authors[0].display_name),
        "front page": page(stranger, "/"),
        "list of comments": page(moderator, LIST),
        "statistics of a week": page(moderator, reverse("statistics"), period="7d"),
    }


def _moderator() -> User:
    person = User.objects.filter(email="bench@example.org").first()
    if person is None:
        person = User.objects.create_user("bench@example.org", "Measuring Hand", is_staff=True)
        person.groups.add(Group.objects.get(name="Moderators"))
    return person


def _asked(client: Client, path: str, asked: dict[str, str]) -> Any:
    answer = client.get(path, asked)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer


def _posting(thread: Thread, authors: list[User]) -> Act:
    """Another author each time, and another text: nobody writes in haste or says the same again."""
    turn, number = cycle(authors), count()

    def post() -> posting.Outcome:
        text = f"From the pier it took me {next(number)} minutes, {uuid.uuid4().hex[:9]} or more."
        sent = posting.Submission(thread.article, next(turn), text, uuid.uuid4())
        outcome = posting.submit(sent)
        assert isinstance(outcome, posting.Taken), outcome
        return outcome

    return post


def _decision(client: Client) -> Any:
    """As the desk's script sends it, with the next case in hand; taken back as a whole."""
    first, second = Case.objects.open().in_order()[:2]
    sent = {
        "house_rule": HouseRule.objects.in_use()[0].pk,
        "seen": first.comment.status,
        "holding": second.pk,
    }
    with taken_back():
        answer = client.post(reverse("decision", args=[first.pk]), sent, HTTP_X_DESK="1")
    assert b"Rejected" in answer.content, answer.content[:500]
    return answer


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
