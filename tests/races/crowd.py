"""People who post as fast as they can, and one who throws the switch meanwhile."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import product
from typing import Protocol

from django.db import OperationalError
from django.db.models import Count

from articles.models import Article
from comments import posting, switch
from comments.models import Comment, Mode, Scope, Thread
from comments.posting import Submission, Taken
from newsroom.models import User
from tests.builders import a_person, a_section, an_article

PATIENCE_SECONDS = 30


class Turnstile(Protocol):
    """A semaphore of threads or of processes: each attempt to post lets one through."""

    def release(self) -> None: ...
    def acquire(self, block: bool = True, timeout: float | None = None) -> bool: ...


@dataclass
class Ledger:
    """What a poster was told."""

    taken: list[tuple[str, int, str]] = field(default_factory=list)
    """Token, comment and text of what was acknowledged."""
    refused_count: int = 0
    turned_away_count: int = 0
    """Attempts that found the database busy for longer than it waits: nothing is stored."""
    texts_lost: int = 0
    """Refusals that did not give the text back, or did not say that commenting is closed."""
    doubled: int = 0
    """Forms that, sent a second time, did not lead to the first comment or to a refusal."""


@dataclass
class Figures:
    posts: int = 0
    refused: int = 0
    turned_away: int = 0
    flips: int = 0
    longest_throw_seconds: float = 0
    slipped_through: int = 0
    """Comments under a suspended scope that came between its commit and its lifting."""
    texts_lost: int = 0
    doubled: int = 0
    missing: int = 0
    """Acknowledged, but not there, or not what was sent."""
    unacknowledged: int = 0
    miscounted: int = 0

    asdict = asdict


def a_paper() -> tuple[list[int], list[int]]:
    """Three articles in two sections, and eight readers: their keys."""
    city, sport = a_section(name="City"), a_section(name="Sport")
    articles = [an_article(section=section) for section in (city, city, sport)]
    return [article.pk for article in articles], [a_person().pk for _ in range(8)]


def post(
    reader_pk: int, article_pks: list[int], is_over: Callable[[], bool], turn: Turnstile
) -> Ledger:
    """Post until it is over, now and then the same form twice."""
    chance, ledger = random.Random(reader_pk), Ledger()
    articles = list(Article.objects.filter(pk__in=article_pks))
    reader = User.objects.get(pk=reader_pk)
    while not is_over():
        token = uuid.uuid4()
        submission = Submission(chance.choice(articles), reader, f"My thought {token}.", token)
        try:
            _post_one(submission, ledger, twice=chance.random() < 0.1)
        except OperationalError:
            ledger.turned_away_count += 1
        turn.release()
    return ledger


def _post_one(submission: Submission, ledger: Ledger, *, twice: bool) -> None:
    outcome = posting.submit(submission)
    _note(ledger, submission, outcome)
    if twice and isinstance(outcome, Taken):
        again = posting.submit(submission)
        ledger.doubled += isinstance(again, Taken) and again.comment != outcome.comment


def _note(ledger: Ledger, submission: Submission, outcome: posting.Outcome) -> None:
    if isinstance(outcome, Taken):
        taken = (str(outcome.comment.token), outcome.comment.pk, submission.text)
        ledger.taken.append(taken)
        return
    ledger.refused_count += 1
    said = outcome.commenting is not None and not outcome.commenting.accepts_comments
    ledger.texts_lost += not (said and outcome.text == submission.text)


def throw(times: int, article_pks: list[int], posters: int, turn: Turnstile) -> Figures:
    """Throw the switch and lift it, over every scope and both modes in turn. A comment that is
    not there right after the commit of a suspension must not be there before its lifting."""
    figures = Figures()
    articles = list(Article.objects.filter(pk__in=article_pks).select_related("section"))
    scopes = [Scope(), Scope(section=articles[0].section), Scope(article=articles[2])]
    rounds = list(product(scopes, (Mode.CLOSED, Mode.HIDDEN)))
    for number in range(times):
        scope, mode = rounds[number % len(rounds)]
        wait_for(2, turn)
        begun = time.monotonic()
        suspension = switch.suspend(scope, mode=mode, cause="abuse", reason="A race.")
        took = time.monotonic() - begun
        figures.longest_throw_seconds = max(figures.longest_throw_seconds, round(took, 2))
        before = _under(scope)
        # As many attempts as there are posters: what was begun before the commit comes to its end.
        wait_for(posters, turn)
        figures.slipped_through += len(_under(scope) - before)
        assert switch.lift(suspension)
        figures.flips += 1
    return figures


def wait_for(attempts: int, turn: Turnstile) -> None:
    while turn.acquire(False):
        pass
    for _ in range(attempts):
        assert turn.acquire(True, PATIENCE_SECONDS), "the posters stand still"


def settle(figures: Figures, ledgers: list[Ledger]) -> Figures:
    """Hold what the posters were told against what is stored."""
    stored = {
        str(token): (pk, text)
        for token, pk, text in Comment.objects.values_list("token", "pk", "text")
    }
    taken = {token: (pk, text) for ledger in ledgers for token, pk, text in ledger.taken}
    figures.posts = len(taken)
    figures.refused = sum(ledger.refused_count for ledger in ledgers)
    figures.turned_away = sum(ledger.turned_away_count for ledger in ledgers)
    figures.texts_lost = sum(ledger.texts_lost for ledger in ledgers)
    figures.doubled = sum(ledger.doubled for ledger in ledgers)
    figures.missing = sum(stored.get(token) != what for token, what in taken.items())
    figures.unacknowledged = len(stored.keys() - taken.keys())
    counted = Thread.objects.annotate(rows=Count("comments"))
    figures.miscounted = sum(thread.rows != thread.comment_count for thread in counted)
    return figures


def _under(scope: Scope) -> set[int]:
    return set(
        Comment.objects.filter(thread__article__in=scope.articles()).values_list("pk", flat=True)
    )
