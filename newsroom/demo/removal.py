"""Take the demo paper out of a database in which people may have added things of their own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import PROTECT, RESTRICT, QuerySet

from articles import edition
from articles.models import Article, Author, Image, Section, Topic, WebLink
from comments import switch
from comments.models import Comment, LogEntry
from newsroom.demo import script
from newsroom.demo.brought import Brought
from newsroom.demo.conversations_removal import remove_conversations
from newsroom.demo.references import unused
from newsroom.models import DemoPaper, Masthead, User


@dataclass
class Removal:
    """What goes, and what stays of what the demo brought."""

    articles: int = 0
    comments: int = 0
    comments_of_others: int = 0
    """Comments under the demo's articles by accounts that are not the demo's."""
    links_of_others: int = 0
    people: int = 0
    people_closed: int = 0
    """Accounts of the demo that stand in what stays: they lose their way in, not their name."""
    pictures: int = 0
    pictures_kept: int = 0
    sections: int = 0
    sections_kept: int = 0
    topics: int = 0
    topics_kept: int = 0
    authors: int = 0
    authors_kept: int = 0


class _RolledBackError(Exception):
    pass


def foresee_removal() -> Removal:
    """What `remove_demo` would do now, found out by doing it in a transaction that is undone.
    Raises DemoPaper.DoesNotExist where there is no demo paper."""
    removal = Removal()
    try:
        with transaction.atomic():
            _remove(removal)
            raise _RolledBackError
    except _RolledBackError:
        return removal


def remove_demo(at: datetime) -> Removal:
    """Remove the demo's people, articles, conversations, pictures and what else it brought and
    nobody else uses, in one transaction; delete the pictures' files after it.
    Raises DemoPaper.DoesNotExist where there is no demo paper."""
    removal = Removal()
    with switch.alone():
        demo, files = _remove(removal)
        # The files go after the commit: what is left of them if that fails is written down.
        demo.brought, demo.password, demo.removed_at = {"files": files}, "", at
        demo.save(update_fields=["brought", "password", "removed_at"])
        edition.bump()
        LogEntry.objects.write(
            "remove demo", by=None, at=at, about=demo.name, details=asdict(removal)
        )
    delete_files()
    return removal


def delete_files() -> int:
    """Delete the picture files of demo papers that were removed, with all their sizes. The number
    of files deleted; raises OSError for one that cannot be, and goes on there the next time."""
    number = 0
    for demo in DemoPaper.objects.filter(removed_at__isnull=False, brought__isnull=False):
        for name in (demo.brought or {}).get("files", ()):
            if not Image.objects.filter(picture=name).exists():
                # With its size given, nothing is read of it.
                Image(picture=name, width=1, height=1).picture.delete(save=False)
                number += 1
        demo.brought = None
        demo.save(update_fields=["brought"])
    return number


def _remove(removal: Removal) -> tuple[DemoPaper, list[str]]:
    """Expects a transaction. The demo paper, and the names of the files that go with it."""
    demo = DemoPaper.objects.select_for_update().get(removed_at=None)
    brought = Brought(demo)
    articles = list(brought.rows(Article).values_list("pk", flat=True))
    people = list(brought.rows(User).values_list("pk", flat=True))
    comments = Comment.objects.filter(thread__article__in=articles)
    links = WebLink.objects.filter(article__in=articles)
    removal.articles = len(articles)
    removal.comments = comments.count()
    removal.comments_of_others = comments.exclude(author__in=people).count()
    removal.links_of_others = links.exclude(pk__in=brought.rows(WebLink)).count()
    remove_conversations(articles)
    Article.objects.filter(pk__in=articles).delete()
    brought.rows(WebLink).filter(article__isnull=True).delete()
    removal.authors, removal.authors_kept = _delete_unused(brought.rows(Author))
    files = _remove_pictures(brought.rows(Image), removal)
    removal.topics, removal.topics_kept = _delete_unused(brought.rows(Topic))
    removal.sections, removal.sections_kept = _delete_unused(brought.rows(Section))
    _remove_people(people, removal)
    _reset_masthead()
    return demo, files


def _remove_pictures(pictures: QuerySet[Image], removal: Removal) -> list[str]:
    """Those that no article or author shows, not even within a text. The names of their files."""
    within_texts = [
        image.pk
        for image in unused(pictures)
        if Article.objects.filter(body__contains=_beginning_of_sizes(image)).exists()
        or Article.objects.filter(body__contains=image.picture.name).exists()
    ]
    there = pictures.count()
    free = unused(pictures).exclude(pk__in=within_texts)
    names = set(free.values_list("picture", flat=True))
    removal.pictures = free.delete()[0]
    removal.pictures_kept = there - removal.pictures
    return sorted(names - set(Image.objects.values_list("picture", flat=True)))


def _beginning_of_sizes(image: Image) -> str:
    """What the paths of all sizes of a picture begin with, as texts have them."""
    return str(image.picture.w768).rpartition("-")[0]


def _remove_people(people: Collection[int], removal: Removal) -> None:
    """An account to which something refers that stays, such as a decision under a real article or
    a suspension, is closed and keeps its name there."""
    _end_sessions(people)
    accounts = User.objects.filter(pk__in=people)
    free = list(unused(accounts, (PROTECT, RESTRICT)).values_list("pk", flat=True))
    User.objects.filter(pk__in=free).delete()
    for person in accounts:
        removal.people_closed += 1
        EmailAddress.objects.filter(user=person).delete()
        Authenticator.objects.filter(user=person).delete()
        person.groups.clear()
        person.user_permissions.clear()
        person.set_unusable_password()
        person.email, person.is_active, person.is_staff, person.is_superuser = (
            None,
            False,
            False,
            False,
        )
        person.save(update_fields=["email", "password", "is_active", "is_staff", "is_superuser"])
    removal.people = len(free)


def _end_sessions(people: Collection[int]) -> None:
    ids = {str(pk) for pk in people}
    ended = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") in ids
    ]
    Session.objects.filter(pk__in=ended).delete()


def _reset_masthead() -> None:
    """What stands there as the demo has put it goes back to what it was before."""
    paper, masthead = script.paper(), Masthead.current()
    strip = paper["masthead"]
    if masthead.weather_source == Masthead.Source.MANUAL and (
        masthead.temperature_low,
        masthead.temperature_high,
        masthead.sky,
    ) == (strip["low"], strip["high"], strip["sky"]):
        masthead.weather_source, masthead.weather_at = Masthead.Source.NONE, None
        masthead.temperature_low = masthead.temperature_high = None
        masthead.sky = ""
    by_demo = {
        "name": paper["name"],
        "tagline": paper["tagline"],
        "traffic_label": strip["traffic_label"],
        "traffic_url": strip["traffic_url"],
    }
    for name, value in by_demo.items():
        if getattr(masthead, name) == value:
            setattr(masthead, name, getattr(Masthead(), name))
    if masthead.pk:
        masthead.save(
            update_fields=[
                *by_demo, "weather_source", "weather_at", "temperature_low", "temperature_high",
                "sky",
            ]
        )  # fmt: skip


def _delete_unused(rows: QuerySet[Any]) -> tuple[int, int]:
    """The numbers of rows that were deleted, and that stay because something refers to them."""
    there = rows.count()
    free = list(unused(rows).values_list("pk", flat=True))
    rows.model._base_manager.filter(pk__in=free).delete()
    return len(free), there - len(free)
