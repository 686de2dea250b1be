"""Who wrote the posts of an export: its accounts, and the co-authors that plugins add."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from django.utils.text import slugify

from articles.transfer import AuthorRecord, folded_name, numbered_slug
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
    described: dict[str, str] = field(default_factory=dict)
    """Of co-authors whom only the description of their term names, by slug."""

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
            self.described.setdefault(slug, html.unescape(_once(described)))


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
        self._slugs: dict[tuple[str, ...], str] = {}
        """By what tells an author from all others of the files: no two have one slug."""
        self._logins: dict[str, list[str]] = defaultdict(list)
        """The logins that could have a slug."""
        self._taken: set[str] = set()
        for login in people.names:
            self._logins[_slug(login)].append(login)
            self._record(login)  # accounts have their slugs before co-authors

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
        slug = self._own_slug(_slug(login), "account", login)
        return AuthorRecord(slug, name, account=self.staff.get(login))

    def _coauthor(self, slug: str, name: str) -> tuple[AuthorRecord, bool]:
        slug = slug.removeprefix(PREFIX)
        guest = self.people.guests.get(slug, "")
        if not guest and name in self.people.names:
            return self._record(name), False
        known = guest or self.people.described.get(slug, "")
        is_login = not name or name.lower() == name
        if not known and not is_login:
            known = name
        if login := self._login_of(slug, known or name):
            return self._record(login), False
        shown = known or slug.replace("-", " ").title()
        own = self._own_slug(slug, "co-author", slug, folded_name(shown))
        return AuthorRecord(own, shown), not known

    def _login_of(self, slug: str, name: str) -> str:
        """The one account with this slug that has the name too, or that nothing speaks against."""
        logins = self._logins.get(slug, [])
        alike = [
            login
            for login in logins
            if folded_name(name) in (folded_name(self.people.names[login]), login.casefold())
        ]
        if not name:
            alike = logins
        return alike[0] if len(alike) == 1 else ""

    def _own_slug(self, wanted: str, *who: str) -> str:
        """The slug, numbered if another author of the files has it already."""
        if who not in self._slugs:
            number = 1
            while (slug := numbered_slug(wanted, number)) in self._taken:
                number += 1
            self._slugs[who] = slug
            self._taken.add(slug)
        return self._slugs[who]


def _slug(login: str) -> str:
    return slugify(login, allow_unicode=True) or f"author-{login.encode().hex()[:24]}"


def _once(described: str) -> str:
    """The name at the start of a description, which goes on with its parts."""
    words = described.split()
    for length in range(1, len(words)):
        if words[length] == words[0]:
            return " ".join(words[:length])
    return " ".join(words)
