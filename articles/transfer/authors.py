"""Authors on their way in: who is here already, and who only has the slug of somebody here."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from articles.models import Author
from articles.transfer.records import AuthorRecord

SLUG_LONGEST = 120
NAME_LONGEST = 120

_ACCENTS = re.compile("[\u0300-\u036f]")


def folded_name(name: str) -> str:
    """The name without case, accents and spaces to spare: two such names are one."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", name))
    return " ".join(bare.casefold().split())


def numbered_slug(slug: str, number: int) -> str:
    """The slug itself for 1, and for 2 `slug-2`, never longer than a slug may be."""
    end = f"-{number}" if number > 1 else ""
    return slug[: SLUG_LONGEST - len(end)] + end


class AuthorImporter:
    """Keeps records as authors. A slug proves nothing: somebody here is the author of a record if
    an administrator says so (the account) or if the name is the same too. Anybody else gets a
    numbered slug, under which the next import finds them. Expects the import's transaction."""

    def __init__(self) -> None:
        self.by_slug: dict[str, int] = {}
        """Primary keys by the slug of a record, or of the paper's own where no record has it."""
        self._slugs: set[str] = set()
        self._names: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._accounts: dict[int, int] = {}
        self._records: dict[tuple[str, str], int] = {}
        self._taken: set[int] = set()
        """Whom a record of this import is already: no second one is the same person."""
        for pk, slug, name, account in Author.objects.order_by("pk").values_list(
            "pk", "slug", "name", "account"
        ):
            self._add(pk, slug, name)
            self.by_slug[slug] = pk
            if account:
                self._accounts[account] = pk

    def author(self, record: AuthorRecord) -> bool:
        """Whether it is new."""
        key = (record.slug, folded_name(record.name[:NAME_LONGEST]))
        pk = self._records.get(key) or self._existing(record)
        is_new = pk is None
        if pk is None:
            pk = self._new(record)
        self._records[key] = self.by_slug[record.slug] = pk
        self._taken.add(pk)
        if record.account and record.account not in self._accounts:
            unknown = Author.objects.filter(pk=pk, account=None)
            if unknown.update(account=record.account):
                self._accounts[record.account] = pk
        return is_new

    def _existing(self, record: AuthorRecord) -> int | None:
        if record.account in self._accounts:
            return self._accounts[record.account]
        for slug, pk in self._names[folded_name(record.name[:NAME_LONGEST])]:
            is_numbered = any(slug == numbered_slug(record.slug, n) for n in _numbers(slug))
            if is_numbered and pk not in self._taken:
                return pk
        return None

    def _new(self, record: AuthorRecord) -> int:
        number = 1
        while (slug := numbered_slug(record.slug, number)) in self._slugs:
            number += 1
        name = record.name[:NAME_LONGEST]
        pk = Author.objects.create(slug=slug, name=name, biography=record.biography).pk
        self._add(pk, slug, name)
        return pk

    def _add(self, pk: int, slug: str, name: str) -> None:
        self._slugs.add(slug)
        self._names[folded_name(name)].append((slug, pk))


def _numbers(slug: str) -> tuple[int, ...]:
    """Which numbers `numbered_slug` may have given this slug."""
    end = slug.rpartition("-")[2]
    return (1, int(end)) if end.isascii() and end.isdecimal() and len(end) < 6 else (1,)
