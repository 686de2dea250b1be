"""The 30 accounts of the night: 12 regulars, 3 trusted readers, 15 accounts of forty minutes."""

from __future__ import annotations

import random
from datetime import datetime

from benchmarks.drill.material import SPAM
from benchmarks.drill.night import material as night
from benchmarks.drill.people import DAY, MINUTE, Sort, Writer, archive_threads, writers
from comments.models.counts import recount
from newsroom.models import User

REGULAR = (90 * DAY, 91 * DAY, (4, 4))
NEW = (40 * MINUTE, 41 * MINUTE)
# Who means well, who attacks, who advertises; by how much each sort writes.
READERS, ATTACKERS, SPAMMERS = "readers", "attackers", "spammers"
SORTS = {
    READERS: [
        (3, Sort("trusted", 3, 400 * DAY, 900 * DAY, (26, 26))),
        (5, Sort("regular", 7, *REGULAR)),
        (3, Sort("newcomer", 5, *NEW)),
    ],
    ATTACKERS: [
        (4, Sort("hothead", 4, *REGULAR)),
        (5, Sort("throwaway", 5, *NEW)),
    ],
    SPAMMERS: [
        (1, Sort("sleeper", 1, *REGULAR)),
        (5, Sort("spammer", 5, *NEW)),
    ],
}
# A spammer's server has one address or two; the others write from where they live.
SHARED_ADDRESSES = {READERS: 15, ATTACKERS: 9, SPAMMERS: 2}
NETWORKS = {READERS: "198.18", ATTACKERS: "198.51", SPAMMERS: "203.0"}


class Crowd:
    def __init__(self, chance: random.Random, at: datetime) -> None:
        threads = archive_threads(at)
        self.groups = {
            camp: [
                (
                    weight,
                    writers(
                        sort, threads, chance, at, network=NETWORKS[camp],
                        addresses=SHARED_ADDRESSES[camp],
                    ),
                )
                for weight, sort in sorts
            ]
            for camp, sorts in SORTS.items()
        }  # fmt: skip
        recount()  # the history was put in as rows alone

    def writer_of(self, draft: night.Draft, chance: random.Random) -> Writer:
        if not draft.is_bad:
            return self._somebody(READERS, chance)
        if draft.kind == night.FLOOD:  # two accounts, made for it
            return chance.choice(self.groups[ATTACKERS][1][1][:2])
        return self._somebody(SPAMMERS if draft.truth == SPAM else ATTACKERS, chance)

    def readers(self) -> list[Writer]:
        return [writer for _, group in self.groups[READERS] for writer in group]

    def spammers(self) -> list[User]:
        return [writer.person for _, group in self.groups[SPAMMERS] for writer in group]

    def _somebody(self, camp: str, chance: random.Random) -> Writer:
        weights, groups = zip(*self.groups[camp], strict=True)
        return chance.choice(chance.choices(groups, weights)[0])
