"""Two moderators who impose the same at once, and a ladder that two rejections reach: on real
connections."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.utils import timezone

from comments.models import Decision, LadderStep, Sanction
from comments.moderation import sanctions
from tests.builders import a_comment, a_person, an_article

pytestmark = [
    pytest.mark.race,
    pytest.mark.usefixtures("transactional_db"),
]


@pytest.fixture(autouse=True)
def on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")


def at_once(*acts):
    start = threading.Barrier(len(acts))

    def begun(act):
        start.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(begun, act) for act in acts]]


@pytest.mark.parametrize("attempt", range(5))
def test_two_moderators_who_mute_at_once_mute_once(attempt):
    reader, now = a_person(), timezone.now()
    moderators = [a_person(is_staff=True) for _ in range(2)]

    def mute(by):
        ends_at = now + timedelta(days=1)
        sanction = Sanction(person=reader, kind="mute", reason="Insults.", ends_at=ends_at)
        try:
            sanctions.impose(sanction, by=by, at=now)
        except ValidationError as complaint:
            return complaint.messages[0]
        return "imposed"

    told = at_once(*[lambda by=by: mute(by) for by in moderators])
    assert sorted(told) == [f"This is in force already. {Sanction.Kind.MUTE.label}.", "imposed"]
    assert Sanction.objects.count() == 1


@pytest.mark.parametrize("attempt", range(5))
def test_two_rejections_at_once_climb_to_one_sanction(attempt):
    LadderStep.objects.all().delete()
    LadderStep.objects.create(rejections=1, kind="mute", hours=24, is_automatic=True)
    reader, article, now = a_person(), an_article(), timezone.now()
    moderators = [a_person(is_staff=True) for _ in range(2)]

    def reject(by):
        with transaction.atomic():
            comment = a_comment(article=article, author=reader, status="rejected")
            Decision.objects.create(
                comment=comment, verb="reject", reason="Insults.", status_before="held",
                made_by=by, made_at=now,
            )  # fmt: skip
            return sanctions.climb(reader, by=by, at=now, comment=comment)

    made = at_once(*[lambda by=by: reject(by) for by in moderators])
    assert sum(each is not None for each in made) == 1
    assert Sanction.objects.count() == 1
