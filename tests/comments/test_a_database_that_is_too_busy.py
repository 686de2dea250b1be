"""A comment that cannot be written down now comes back to its reader."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments import posting, switch
from comments.models import ClosingAge, Comment, Mode, Scope
from comments.posting import Refused, Submission
from tests.builders import a_section


@pytest.fixture
def busy_database():
    """A database whose writers wait too long: every statement that would write is refused."""

    def refuse(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(('INSERT INTO "COMMENTS', 'UPDATE "COMMENTS')):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def test_the_text_comes_back_when_it_cannot_be_written_down(client, reader, article, busy_database):
    client.force_login(reader)
    client.get(reverse("write", args=[article.pk]))
    page = client.post(
        reverse("write", args=[article.pk]),
        {
            "text": "A long and careful thought.",
            "token": str(uuid.uuid4()),
            "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
        },
    )
    assert page.status_code == 503
    assert "A long and careful thought." in page.content.decode()
    assert page["Retry-After"] == "5"
    assert not Comment.objects.exists()


def test_a_story_moved_into_a_suspended_section_is_closed_for_a_form_that_was_open(reader, article):
    """The form was made while the story stood elsewhere; what counts is where it stands now."""
    closed = a_section(name="Region")
    switch.suspend(Scope(section=closed), mode=Mode.CLOSED, cause="abuse", reason="A flood.")
    Article.objects.filter(pk=article.pk).update(section=closed)
    outcome = posting.submit(
        Submission(article=article, author=reader, text="Too late.", token=uuid.uuid4())
    )
    assert isinstance(outcome, Refused)
    assert outcome.commenting.mode == Mode.CLOSED


def test_a_story_that_has_just_become_too_old_is_closed_for_a_form_that_was_open(reader, article):
    ClosingAge.objects.create(days=14)
    long_ago = timezone.now() - timedelta(days=20)
    Article.objects.filter(pk=article.pk).update(published_at=long_ago)
    outcome = posting.submit(
        Submission(article=article, author=reader, text="Too late.", token=uuid.uuid4())
    )
    assert isinstance(outcome, Refused)
    assert outcome.commenting.mode == Mode.CLOSED
