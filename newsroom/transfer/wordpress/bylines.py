"""Who wrote the posts of an export: its accounts, and the co-authors that plugins add."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from django.utils.text import slugify

from articles.transfer import AuthorRecord
from newsroom.transfer.wordpress.names import meta_value, text, title_of
from newsroom.transfer.wordpress.taxonomy import Taxonomy, terms

# Co-Authors Plus writes this before every slug of its own.
PREFIX = "cap-"
GUESTS = "guest-author"
DOMAINS = ("author", "byline")


@dataclass
class People:
    """The accounts and guest authors of all files, read before anything is written."""

    logins: dict[str, str] = field(default_factory=dict)
    """By number."""
    names: dict[str, str] = field(default_factory=dict)
    """Of accounts, by login."""
    guests: dict[str, str] = field(default_factory=dict)
    """Of guest authors, by slug."""

    def account(self, element: Element) -> None:
        login = text(element, "wp:author_login")
        if login:
            self.logins[text(element, "wp:author_id")] = login
            self.names[login] = html.unescape(text(element, "wp:author_display_name")) or login

    def guest(self, item: Element) -> None:
        name = meta_value(item, "cap-display_name") or title_of(item)
        slug = text(item, "wp:post_name") or meta_value(item, "cap-user_login")
        self.guests[slug.removeprefix(PREFIX)] = name

    def term(self, element: Element) -> None:
        """A co-author's term: its description begins with the name, and goes on with the login."""
        slug = text(element, "wp:term_slug").removeprefix(PREFIX)
        described, _, rest = text(element, "wp:term_description").partition(f" {slug} ")
        if rest and described:
            self.guests.setdefault(slug, html.unescape(_once(described)))


@dataclass(frozen=True)
class Byline:
    slugs: tuple[str, ...]
    new: list[AuthorRecord]
    guessed: tuple[str, ...] = ()
    """Slugs of co-authors whose name the files do not have."""


class Bylines:
    def __init__(self, people: People, taxonomy: Taxonomy, staff: Mapping[str, int]) -> None:
        self.people = people
        self.taxonomy = taxonomy
        self.staff = staff
        """The accounts here, by primary key, that stand for logins of the export."""
        self._logins = {_slug(login): login for login in people.names}

    def accounts(self) -> Iterator[AuthorRecord]:
        for login in self.people.names:
            yield from self.taxonomy.new(self._record(login))

    def of(self, item: Element) -> Byline:
        """The byline in its order: the co-authors where there are any, or else the account."""
        coauthors = [term for domain in DOMAINS for term in terms(item, domain)]
        if not coauthors:
            login = text(item, "dc:creator")
            records = [self._record(login)] if login else []
            guessed: list[str] = []
        else:
            known = [self._coauthor(*term) for term in coauthors]
            records = [record for record, _ in known]
            guessed = [record.slug for record, is_guessed in known if is_guessed]
        new = [each for record in records for each in self.taxonomy.new(record)]
        return Byline(tuple(record.slug for record in records), new, tuple(guessed))

    def _record(self, login: str) -> AuthorRecord:
        name = self.people.names.get(login, login)
        return AuthorRecord(_slug(login), name, account=self.staff.get(login))

    def _coauthor(self, slug: str, name: str) -> tuple[AuthorRecord, bool]:
        slug = slug.removeprefix(PREFIX)
        if slug in self.people.guests:
            return AuthorRecord(slug[:120], self.people.guests[slug]), False
        for login in (name, self._logins.get(slug, "")):
            if login in self.people.names:
                return self._record(login), False
        is_login = not name or name.lower() == name
        if is_login:
            return AuthorRecord(slug[:120], slug.replace("-", " ").title()), True
        return AuthorRecord(slug[:120], name), False


def _slug(login: str) -> str:
    return slugify(login, allow_unicode=True)[:120] or f"author-{login.encode().hex()[:24]}"


def _once(described: str) -> str:
    """The name at the start of a description, which goes on with its parts."""
    words = described.split()
    for length in range(1, len(words)):
        if words[length] == words[0]:
            return " ".join(words[:length])
    return " ".join(words)
