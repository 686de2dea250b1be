"""A paper of any size to try the site with: articles by the thousand, comments by the million, put
straight into the tables. The same seed into the same database gives the same paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction

from articles import edition
from articles.models import Article, Byline
from comments.models import (
    AddressUse,
    Case,
    Cause,
    Comment,
    Decision,
    Finding,
    Fingerprint,
    Thread,
)
from newsroom.models import User
from newsroom.population import loading, paper, people, sizes
from newsroom.population.fates import Fates
from newsroom.population.phrases import Phrases
from newsroom.population.season import Season

FILLED = (
    User,
    Article,
    Byline,
    Article.topics.through,
    Thread,
    Comment,
    Case,
    Cause,
    Decision,
    Finding,
    Fingerprint,
    AddressUse,
)


def populate(
    *, articles: int, comments: int, seed: int, at: datetime, tell: Callable[[str], object]
) -> None:
    """Add so many articles with so many comments among them, written before `at`, in one
    transaction: all or nothing. Nobody else writes meanwhile. Raises ValueError where there would
    be comments without an article."""
    if comments and not articles:
        raise ValueError("Comments stand under articles: ask for at least one.")
    random = Random(f"paper {seed}")
    with transaction.atomic(), loading.emptied_of_indexes(FILLED, coming=comments, tell=tell):
        stories = paper.fill(articles, random, at, lengths=sizes.threads(articles, comments))
        tell(f"{articles:,} articles are in")
        fates = Fates(random, at)
        readers = people.register(comments, random, at)
        tell(f"{len(readers):,} readers are in")
        phrases = Phrases(Random(f"phrases {seed}"))
        written = 0
        for part in paper.seasons(stories):
            written += Season(part, readers, phrases, fates, random, at).write()
            tell(f"{written:,} comments are in")
        edition.bump()
        loading.mend_sequences(FILLED)
        tell("making the indexes again")
    loading.analyse()
