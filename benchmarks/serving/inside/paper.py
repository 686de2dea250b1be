"""A paper to measure: articles with 0, 100, 1,000 and 10,000 comments, all of one size in bytes,
many others around them, and readers who are signed in and known.

A page shows fifty comments, however many there are: of five, two open a thread and three answer.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from articles import edition
from articles.models import Article, Byline, Section
from benchmarks.screening import VOCABULARY, a_text, list_words
from comments import markup
from comments.models import Comment, Fingerprint, Rulebook, Thread, counts
from comments.screening import fingerprint
from newsroom.accounts.sessions import SessionStore
from newsroom.models import User
from tests.builders import a_section, a_topic, an_article, an_author

ANSWERED = (None, 0, 0, None, 3)
SIZES = (0, 100, 1_000, 10_000)
BUSY, AROUND = 8, 240
# As many as a page shows.
BEGUN = 50
READERS, HISTORY = 8_000, 2
CHARACTERS = 300
RECOGNISED = 1_000
SECTIONS = ("City", "Region", "Trade", "Arts", "Science", "Sport")


def done(told: Any) -> dict[str, Any]:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    chance = random.Random(7)
    list_words(10_000, chance)
    Rulebook.objects.turn()
    with transaction.atomic():
        readers = _readers()
        around = [_story(chance, number) for number in range(AROUND)]
        for story in around[::4]:
            _speak(story, 60, readers, chance)
        quiet = {size: _story(chance, AROUND + place) for place, size in enumerate(SIZES)}
        for size, story in quiet.items():
            _speak(story, size, readers, chance)
        begun = _story(chance, AROUND + 10)
        _speak(begun, BEGUN, readers, chance)
        busy = [_story(chance, AROUND + 20 + number) for number in range(BUSY)]
        _remember(readers, around[0], chance)
        counts.recount()
        edition.bump()
    _level([*quiet.values(), begun])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "articles": {str(size): _place(story) for size, story in quiet.items()},
        "begun": _place(begun),
        "busy": [_place(story) for story in busy],
        "around": [story.get_absolute_url() for story in around],
        "lists": [
            "/",
            *(section.get_absolute_url() for section in Section.objects.all()),
            *sorted({story.authors.get().get_absolute_url() for story in around}),
            *(f"/topic/{name.lower()}/" for name in SECTIONS),
        ],
        "readers": _signed_in(readers),
        "words": VOCABULARY,
    }


def _story(chance: random.Random, number: int) -> Article:
    name = SECTIONS[number % len(SECTIONS)]
    return an_article(
        headline=f"The {name.lower()} in the news for the {number + 1}th time",
        standfirst="What it means for the town, and why it took so long.",
        slug=f"news-{number}",
        section=a_section(name=name),
        authors=(_author(number % 12),),
        topics=(a_topic(name=SECTIONS[number // 6 % 6]),),
        published_at=timezone.now() - timedelta(hours=AROUND + 60 - number),
        body="".join(f"<p>{a_text(chance)}</p>" for _ in range(8)),
    )


def _author(number: int) -> Any:
    known = Byline.objects.filter(author__slug=f"writer-{number}").select_related("author").first()
    return known.author if known else an_author(name=f"Writer {number}", slug=f"writer-{number}")


def _place(story: Article) -> dict[str, Any]:
    openers = Comment.objects.filter(thread__article=story, parent=None).order_by("-pk")
    opener = openers.values_list("pk", flat=True).first()
    return {"pk": story.pk, "path": story.get_absolute_url(), "opener": opener}


def _readers() -> list[User]:
    """Of an age, with a mailbox, and no password: nobody signs in by one here."""
    joined = timezone.now() - timedelta(days=400)
    people = [
        User(
            email=f"reader{n}@example.org",
            display_name=f"Reader {n:05}",
            display_key=f"reader{n:05}",
            date_joined=joined,
            password="!",
        )
        for n in range(READERS)
    ]
    return User.objects.bulk_create(people, batch_size=500)


_rendered = lru_cache(maxsize=8)(markup.render)


def _comment(
    thread: Thread, author: User, text: str, at: Any, parent: Comment | None = None
) -> Comment:
    return Comment(
        thread=thread,
        author=author,
        text=text,
        html=_rendered(text),
        parent=parent,
        shown_under=parent,
        level=1 if parent is None else 2,
        status=Comment.Status.PUBLISHED,
        created_at=at,
        token=uuid.uuid4(),
    )


def _speak(story: Article, number: int, readers: Sequence[User], chance: random.Random) -> None:
    """So many comments, the last of them two hours old."""
    if not number:
        return
    thread = Thread.objects.of(story)
    newest = timezone.now() - timedelta(hours=2)

    def made(place: int, parent: Comment | None) -> Comment:
        at = newest - timedelta(seconds=5 * (number - place))
        author = readers[place % len(readers)]
        return _comment(thread, author, a_text(chance)[:CHARACTERS].strip(), at, parent)

    openers = {n: made(n, None) for n in range(number) if ANSWERED[n % 5] is None}
    Comment.objects.bulk_create(openers.values(), batch_size=500)
    answers = [
        made(n, openers[n - n % 5 + answered])
        for n in range(number)
        if (answered := ANSWERED[n % 5]) is not None
    ]
    Comment.objects.bulk_create(answers, batch_size=500)
    at = timezone.now()
    for comment in [*openers.values(), *answers][-RECOGNISED:] if number > RECOGNISED else ():
        Fingerprint.objects.keep(comment, fingerprint.of(comment.text), None, at)


def _remember(readers: Sequence[User], story: Article, chance: random.Random) -> None:
    """Each reader has written before, so that nobody is a newcomer."""
    thread, now = Thread.objects.of(story), timezone.now()
    Comment.objects.bulk_create(
        (
            _comment(thread, reader, "As I said before.", now - timedelta(days=20 + number))
            for reader in readers
            for number in range(HISTORY)
        ),
        batch_size=500,
    )


def _level(stories: Sequence[Article]) -> None:
    """Lengthen the articles' own texts until all of these pages have the same number of bytes:
    then only the comments tell them apart."""
    with override_settings(PAGE_CACHE_MB=0, ALLOWED_HOSTS=["testserver"]):
        client = Client()
        for _ in range(4):
            sizes = [len(client.get(story.get_absolute_url()).content) for story in stories]
            if len(set(sizes)) == 1:
                return
            most = max(sizes) + 20
            for story, size in zip(stories, sizes, strict=True):
                story.body += _filling(most - size)
                Article.objects.filter(pk=story.pk).update(body=story.body)
            edition.bump()
    raise SystemExit(f"The pages could not be made alike: {sizes} bytes.")


def _filling(size: int) -> str:
    words = "Nothing else is known about it yet, and nobody wants to say more. " * (size // 60 + 1)
    return f"<p>{words[: size - 8]}.</p>"


def _signed_in(readers: Sequence[User]) -> list[dict[str, Any]]:
    """A session for each, as signing in makes it."""
    now = timezone.now() + timedelta(days=14)
    store = SessionStore()
    rows = []
    for reader in readers:
        signed = {
            SESSION_KEY: str(reader.pk),
            BACKEND_SESSION_KEY: "newsroom.accounts.backends.AuthenticationBackend",
            HASH_SESSION_KEY: reader.get_session_auth_hash(),
        }
        key = uuid.uuid4().hex
        rows.append(Session(session_key=key, session_data=store.encode(signed), expire_date=now))
    Session.objects.bulk_create(rows, batch_size=500)
    return [
        {"pk": reader.pk, "session": row.session_key}
        for reader, row in zip(readers, rows, strict=True)
    ]
