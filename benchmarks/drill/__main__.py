"""A drill: an attack of ten minutes on a paper with two moderators.

    python -m benchmarks.drill [--seed 7] [--only screened|control]
    python -m benchmarks.drill --scenario night [--seed 7] [--runs 3] [--tools one-act|pages|group]

2,000 comments under ten articles: 70 % good, 15 % a campaign of 40 accounts (one pitch in many
wordings, and other advertising), 15 % abuse, half of it words of a list in disguise. By readers
of many years, regulars and newcomers, through `posting.submit`, each from an address; two scripted
moderators clear the queue as the desk does, 4 seconds a case and 3 % of decisions wrong, sweep the
campaign, impose what the ladder suggests; readers report what they see; the breaker watches. Then
the same once more with all checks off, as the control. Everything is in `material`, `people`,
`play` and `moderating`, with its numbers.

Time is simulated: one process plays the events of thirty minutes in their order, and the clock of
the code is the drill's. So every duration is the true one, a run is the same each time for one
seed, and how long the machine takes does not matter; what two requests at the same instant do to
one another is not tried here but in tests/races. Each run has an empty database of its own: SQLite
in memory, or one made beside that of DATABASE_URL and dropped again.

The second scenario is a bad night: 30 accounts, 400 comments of eight kinds, most of the abuse
under one article, no list of words, and one moderator who is at home until an alert reaches her.
It is in `night`, with its numbers; `night/tools.py` alone knows which verbs the desk offers and
how many inputs each takes. `--tools pages` is the desk of the trial week, one-act today's, and
group today's where she also removes the accounts that posted the same. `--runs` plays it with so
many seeds.

Texts come from the input that lies beside the repository, so it ends at once where there is none.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="newsroom-drill-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.drill import material, people, telling  # noqa: E402
from benchmarks.drill.night import material as night_material  # noqa: E402
from benchmarks.drill.night import people as night_people  # noqa: E402
from benchmarks.drill.night import report  # noqa: E402
from benchmarks.drill.night.play import Night  # noqa: E402
from benchmarks.drill.night.tools import DEFAULT, TOOLS  # noqa: E402
from benchmarks.drill.play import Drill  # noqa: E402
from comments.models import Limit, Rulebook, Word  # noqa: E402
from comments.screening import rulebook  # noqa: E402
from comments.screening.pipeline import CHECKS  # noqa: E402


@contextmanager
def an_empty_database() -> Iterator[None]:
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    rulebook.forget()
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def list_words() -> None:
    """Suspect, as a paper would begin: a person looks at each."""
    Word.objects.bulk_create(
        Word(text=text, kind=Word.Kind.PHRASE if " " in text else Word.Kind.WORD)
        for text in material.listed_words()
    )
    Rulebook.objects.turn()


def switch_off_screening() -> None:
    Limit.objects.bulk_create(Limit(name=check.name, is_on=False) for check in CHECKS)
    Rulebook.objects.turn()


def play(seed: int, *, is_screened: bool) -> None:
    chance = random.Random(seed)
    with an_empty_database():
        list_words() if is_screened else switch_off_screening()
        begins = timezone.now()
        crowd = people.crowd(chance, begins)
        drill = Drill(chance, begins)
        took = time.perf_counter()
        drill.run(material.drafts(chance), crowd, people.articles(begins), people.moderators())
        took = time.perf_counter() - took
        what = "with screening as it is shipped" if is_screened else "control: without screening"
        telling.tell(drill, f"{connection.vendor}, {what} (played in {took:.0f} s)")


def play_night(seed: int, tools: str) -> str:
    """Print the tables of one night; what became of it in one line."""
    chance = random.Random(seed)
    with an_empty_database():
        begins = timezone.now()
        night = Night(chance, begins, tools)
        took = time.perf_counter()
        night.play_with(night_material.drafts(chance), night_people.Crowd(chance, begins))
        took = time.perf_counter() - took
        title = f"{connection.vendor}, seed {seed}, tools {tools} (played in {took:.0f} s)"
        report.report(night, title)
        return f"seed {seed}: {report.summary(night)}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--only", choices=["screened", "control"])
    asked.add_argument("--scenario", choices=["attack", "night"], default="attack")
    asked.add_argument("--runs", type=int, default=1)
    asked.add_argument("--tools", choices=list(TOOLS), default=DEFAULT)
    options = asked.parse_args()
    if not material.is_at_hand():
        sys.exit(f"No input for a drill: {material.DATA} is not there.")
    if options.scenario == "night":
        seeds = range(options.seed, options.seed + options.runs)
        print("\n\n" + "\n".join([play_night(seed, options.tools) for seed in seeds]))
        return
    for name in ("screened", "control"):
        if options.only in (None, name):
            play(options.seed, is_screened=name == "screened")


if __name__ == "__main__":
    main()
