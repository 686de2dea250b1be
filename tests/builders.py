"""Things a test needs with defaults for all that it does not care about."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.utils import timezone

from articles import edition
from articles.models import Article, Author, Byline, Image, Section, Topic
from newsroom.models import DemoPaper, User

if apps.is_installed("comments"):  # the paper's tests also run without
    from comments.models import Case, Comment, Limit, Thread
    from comments.screening.pipeline import CHECKS

_number = count(1)


def a_person(*, name: str = "", group: str = "", **fields: Any) -> User:
    number = next(_number)
    if group:
        fields.setdefault("is_staff", True)
    person = User.objects.create_user(
        email=f"person{number}@example.org",
        display_name=name or f"Person {number}",
        password="correct horse",
        **fields,
    )
    if group:
        person.groups.add(Group.objects.get(name=group))
    return person


def a_demo_paper(*, password: str = "open sesame", **fields: Any) -> DemoPaper:
    """The database holds the demo paper: its staff need no second factor on this machine."""
    fields.setdefault("opened_at", timezone.now())
    return DemoPaper.objects.create(name="The Allard Courier", password=password, **fields)


def a_section(*, name: str = "City", **fields: Any) -> Section:
    slug = fields.pop("slug", name.lower())
    section, is_new = Section.objects.get_or_create(slug=slug, defaults={"name": name, **fields})
    if is_new:
        edition.bump()
    return section


def an_author(*, name: str = "", **fields: Any) -> Author:
    number = next(_number)
    return Author.objects.create(
        name=name or f"Author {number}", slug=fields.pop("slug", f"author-{number}"), **fields
    )


def a_topic(*, name: str = "Bridges", **fields: Any) -> Topic:
    slug = fields.pop("slug", name.lower())
    return Topic.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def a_picture(*, width: int = 1800, height: int = 1200, **fields: Any) -> Image:
    """A picture as the pages see it; there is no file behind it."""
    name = fields.pop("name", f"pictures/bridge-{next(_number)}.jpg")
    fields.setdefault("alt", "A bridge")
    picture = Image(picture=name, width=width, height=height, **fields)
    picture._skip_generate_files = True
    picture.save()
    return picture


def an_article(
    *,
    headline: str = "",
    section: Section | None = None,
    authors: tuple[Author, ...] = (),
    topics: tuple[Topic, ...] = (),
    published_at: datetime | None = None,
    state: str = Article.State.PUBLISHED,
    **fields: Any,
) -> Article:
    number = next(_number)
    article = Article.objects.create(
        headline=headline or f"Bridge number {number} reopens",
        slug=fields.pop("slug", f"bridge-{number}"),
        section=section or a_section(),
        body=fields.pop("body", "<p>The bridge has reopened.</p>"),
        state=state,
        published_at=published_at or timezone.now() - timedelta(hours=1),
        **fields,
    )
    Byline.objects.bulk_create(
        Byline(article=article, author=author, position=place)
        for place, author in enumerate(authors)
    )
    article.topics.set(topics)
    edition.bump()
    return article


def a_comment(
    *,
    article: Article,
    author: User | None = None,
    text: str = "I crossed it this morning.",
    parent: Comment | None = None,
    status: str = "published",
    at: datetime | None = None,
) -> Comment:
    return Comment.objects.create_from(
        thread=Thread.objects.of(article),
        author=author or a_person(),
        text=text,
        parent=parent,
        token=uuid.uuid4(),
        status=status,
        at=at or timezone.now(),
    )


def a_case(
    *,
    article: Article | None = None,
    kind: str = "held",
    causes: tuple[str, ...] = ("words",),
    at: datetime | None = None,
    severity: int = 1,
    **comment: Any,
) -> Case:
    """An open case of a comment that is held, or published where it was reported."""
    at = at or timezone.now()
    status = {"held": "held", "spam": "spam"}.get(kind, "published")
    made = a_comment(article=article or an_article(), at=at, **{"status": status, **comment})
    return Case.objects.open_for(made, Case.Kind(kind), causes, at=at, severity=severity)


def at_ease() -> None:
    """The checks off, but for what befalls an account: whoever writes is known."""
    Limit.objects.bulk_create(
        Limit(name=check.name, is_on=False) for check in CHECKS if check.name != "standing"
    )
