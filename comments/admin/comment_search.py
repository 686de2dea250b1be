"""Which comments a search finds, at the same price among ten thousand and among ten million.

Words are sought in the newest LOOKED_THROUGH of those that the list is narrowed to, one after the
other: no index finds parts of words on every database, and one that finds whole words would still
read all of the millions that hold a frequent one. Authors are sought among all, by the beginning of
their names, for which there is an index.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Q, QuerySet, Subquery

from comments import text_search
from comments.models import Comment

# About two weeks of a paper that gets 700 comments a day; read and folded in some 200 ms.
LOOKED_THROUGH = 10_000
# A frequent word stands in a third of them; nobody pages through so many.
FOUND = 1_000
# Whoever is meant by a name's first letters stands among so many, or more letters are needed.
AUTHORS = 20
OF_EACH_AUTHOR = 150

HELP = (
    f"Words of the newest {LOOKED_THROUGH:,} comments, or the beginning of an author’s name. "
    "Narrow the list to look further back."
)

Comments = QuerySet[Comment]


def found(comments: Comments, term: str) -> Comments:
    """Those among `comments` whose text holds the term, if they are new, and those of authors whose
    name begins with it, if they are among the author's newest."""
    authors = get_user_model().objects.whose_name_begins(term).order_by("display_key")
    return _of_authors(comments, authors[:AUTHORS], or_else=_with_words(comments, term))


def of_address(comments: Comments, address: str) -> Comments:
    """Those of the account with this address."""
    people = get_user_model().objects
    return _of_authors(comments, people.filter(email=people.normalize_email(address)), or_else=[])


def _with_words(comments: Comments, term: str) -> list[int]:
    """Of the newest comments those whose text holds the term, no more than FOUND."""
    newest = comments.order_by("-created_at", "-pk")
    since = newest.values_list("created_at", flat=True)[LOOKED_THROUGH : LOOKED_THROUGH + 1].first()
    looked_through = newest.filter(created_at__gt=since) if since else newest
    words = text_search.folded_words([term])
    found = text_search.containing(looked_through, ["text"], words, looked_through=LOOKED_THROUGH)
    return found[:FOUND]


def _of_authors(comments: Comments, authors: QuerySet[Any], *, or_else: list[int]) -> Comments:
    """Each author's comments since the one at OF_EACH_AUTHOR: a range of one index for each."""
    own = Comment.objects.filter(author=OuterRef("pk")).order_by("-created_at")
    last = own.values("created_at")[OF_EACH_AUTHOR - 1 : OF_EACH_AUTHOR]
    ranges = Q()
    for author, since in authors.annotate(since=Subquery(last)).values_list("pk", "since"):
        ranges |= _written_by(author, since)
    written = list(Comment.objects.filter(ranges).values_list("pk", flat=True)) if ranges else []
    return comments.filter(pk__in=[*or_else, *written])


def _written_by(author: int, since: datetime | None) -> Q:
    return Q(author=author, created_at__gte=since) if since else Q(author=author)
