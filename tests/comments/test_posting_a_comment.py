import uuid

import pytest

from articles.models import Article
from comments import posting, switch
from comments.models import Comment, Mode, Scope, Thread
from comments.posting import Submission
from newsroom.models import User


def a_submission(article: Article, reader: User, **fields) -> Submission:
    return Submission(
        **{
            "article": article,
            "author": reader,
            "text": "A long and careful thought.",
            "token": uuid.uuid4(),
            **fields,
        }
    )


def test_a_comment_is_published_and_counted(article, reader):
    outcome = posting.submit(a_submission(article, reader))
    assert outcome.comment.status == Comment.Status.PUBLISHED
    assert Thread.objects.get(article=article).comment_count == 1


def test_the_same_form_sent_twice_makes_one_comment(article, reader):
    submission = a_submission(article, reader)
    first, second = posting.submit(submission), posting.submit(submission)
    assert first.comment == second.comment
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("mode", [Mode.CLOSED, Mode.HIDDEN])
def test_a_closed_switch_refuses_and_gives_the_text_back(article, reader, mode):
    switch.suspend(Scope(), mode=mode, cause="abuse", reason="A flood of spam.")
    outcome = posting.submit(a_submission(article, reader))
    assert outcome.text == "A long and careful thought."
    assert outcome.commenting.mode == mode
    assert not Comment.objects.exists()
