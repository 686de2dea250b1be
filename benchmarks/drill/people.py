"""Who writes in the drill: readers with ages and histories, and those who mean harm."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from articles.models import Article
from benchmarks.drill.material import ABUSE, GOOD, SPAM
from comments.models import Comment, Thread
from newsroom.accounts import display_names
from newsroom.models import User
from tests.builders import a_person, an_article

CAMPAIGN_ACCOUNTS = 40


@dataclass(frozen=True)
class Sort:
    """So many accounts of one sort: how old, with how many comments approved and rejected."""

    name: str
    number: int
    youngest: timedelta
    oldest: timedelta
    approved: tuple[int, int] = (0, 0)
    rejected: tuple[int, int] = (0, 0)


DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# Three in ten comments of a paper's readers come from those it has known for long, one in five from
# accounts that have never written here.
SORTS = {
    GOOD: [
        (3, Sort("trusted", 210, 400 * DAY, 2_000 * DAY, (22, 40))),
        (5, Sort("regular", 350, 60 * DAY, 600 * DAY, (2, 12))),
        (2, Sort("newcomer", 180, 2 * MINUTE, 20 * DAY)),
    ],
    SPAM: [
        (3, Sort("pitcher", 30, 5 * MINUTE, 2 * DAY)),
        (1, Sort("sleeper", CAMPAIGN_ACCOUNTS - 30, 100 * DAY, 300 * DAY, (2, 4))),
    ],
    ABUSE: [
        (3, Sort("throwaway", 25, 5 * MINUTE, 5 * DAY)),
        (5, Sort("hothead", 30, 30 * DAY, 900 * DAY, (3, 10), (0, 1))),
        (2, Sort("oldhand", 10, 400 * DAY, 2_000 * DAY, (21, 35))),
    ],
}
# A company, a mobile network, a spammer's server: some share an address.
SHARED_ADDRESSES = {GOOD: 400, SPAM: 12, ABUSE: 45}


@dataclass(frozen=True)
class Writer:
    person: User
    sort: str
    address: str


@dataclass
class Crowd:
    """Everybody, by what they mean to write; each sort with its share of the writing."""

    sorts: dict[str, list[tuple[int, list[Writer]]]] = field(default_factory=dict)

    def somebody(self, truth: str, chance: random.Random) -> Writer:
        weights, groups = zip(*self.sorts[truth], strict=True)
        return chance.choice(chance.choices(groups, weights)[0])

    def a_reader(self, chance: random.Random) -> User:
        return self.somebody(GOOD, chance).person


def crowd(chance: random.Random, at: datetime) -> Crowd:
    threads, made = archive_threads(at), Crowd()
    networks = {GOOD: "198.18", SPAM: "203.0", ABUSE: "198.51"}
    for truth, sorts in SORTS.items():
        known = {"network": networks[truth], "addresses": SHARED_ADDRESSES[truth]}
        made.sorts[truth] = [
            (weight, writers(sort, threads, chance, at, **known)) for weight, sort in sorts
        ]
    return made


def archive_threads(at: datetime) -> list[Thread]:
    """Where people have written before."""
    archive = [an_article(published_at=at - 300 * DAY) for _ in range(4)]
    return [Thread.objects.of(article) for article in archive]


def articles(at: datetime) -> list[Article]:
    """Ten stories of the last day, the first ones the most read."""
    return [an_article(published_at=at - timedelta(hours=2 * n + 1)) for n in range(10)]


def moderators() -> list[User]:
    return [a_person(name=name, group="Moderators") for name in ("Moritz Calm", "Berta Brisk")]


def writers(
    sort: Sort,
    threads: list[Thread],
    chance: random.Random,
    at: datetime,
    *,
    network: str,
    addresses: int,
) -> list[Writer]:
    """The accounts of one sort, with their history, behind so many addresses of the network."""
    people, rows = [], []
    for number in range(sort.number):
        name = f"{sort.name} {number}"
        age = sort.youngest + (sort.oldest - sort.youngest) * chance.random()
        people.append(
            User(
                display_name=name,
                display_key=display_names.folded(name),
                email=f"{sort.name}{number}@example.org",
                date_joined=at - age,
            )
        )
    people = User.objects.bulk_create(people)
    for person in people:
        for status, span in (("published", sort.approved), ("rejected", sort.rejected)):
            rows += [
                _earlier(person, status, chance, threads, at) for _ in range(chance.randint(*span))
            ]
    Comment.objects.bulk_create(rows, batch_size=500)
    places = range(addresses)
    return [
        Writer(person, sort.name, f"{network}.{place // 250}.{place % 250 + 1}")
        for person, place in ((each, chance.choice(places)) for each in people)
    ]


def _earlier(
    person: User, status: str, chance: random.Random, threads: list[Thread], at: datetime
) -> Comment:
    age = at - person.date_joined
    return Comment(
        author=person,
        thread=chance.choice(threads),
        text="As I said before.",
        html="<p>As I said before.</p>",
        status=status,
        token=uuid.UUID(int=chance.getrandbits(128)),
        created_at=person.date_joined + age * chance.uniform(0.05, 0.95),
    )
