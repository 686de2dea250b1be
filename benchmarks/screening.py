#!/usr/bin/env python
"""What screening costs: an ordinary comment of 500 characters, all local checks on, as it comes in.

    python benchmarks/screening.py [WORDS]

Makes a paper of its own in a database of its own (SQLite in a temporary folder, or the empty one
that DATABASE_URL names), lists 10,000 words (or WORDS), and puts different comments by authors with
a history through `gather` and `run`. Times are of one process after some unmeasured ones.
"""

from __future__ import annotations

import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="newsroom-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from comments import screening  # noqa: E402
from comments.models import Fingerprint, Limit, Rulebook, Word  # noqa: E402
from comments.screening import fingerprint, rulebook  # noqa: E402
from comments.screening.pipeline import ASKS_OUTSIDE, CHECKS  # noqa: E402
from tests.builders import a_comment, a_person, an_article  # noqa: E402

WARM, RUNS = 50, 500
HISTORY, AUTHORS = 60, 10
CHARACTERS = 500
# Words of a calm remark about a town, from which no two comments are made alike.
VOCABULARY = """the a of to and in that it was for on as with his they at be this from have or by
one had not but what all were when we there can an your which their said if do will each about how
up out them then she many some so these would other into has more her two like him see time could no
make than first been its who now people my made over did down only way find use may water long
little very after words called just where most know bridge harbour council mayor street tram school
market river winter summer morning evening ticket price budget meeting vote plan builder road light
neighbour garden paper article reporter question answer year month week opened closed repaired
waited crossed walked remembered doubted agreed hoped""".split()  # noqa: SIM905


def main(listed: int) -> None:
    call_command("migrate", verbosity=0)
    chance = random.Random(7)
    list_words(listed, chance)
    long_ago = timezone.now() - timedelta(days=400)
    article, authors = an_article(), [a_person(date_joined=long_ago) for _ in range(AUTHORS)]
    for author, number in itertools.product(authors, range(HISTORY)):
        text = a_text(chance)
        at = timezone.now() - timedelta(hours=2 + number)
        comment = a_comment(article=article, author=author, text=text, at=at)
        Fingerprint.objects.keep(comment, fingerprint.of(text), None, at)
    for check in CHECKS:
        is_on = check.name not in ASKS_OUTSIDE
        Limit.objects.update_or_create(pk=check.name, defaults={"is_on": is_on})
    Rulebook.objects.turn()

    began = time.perf_counter()
    rulebook.current(timezone.now())
    print(
        f"compiling {listed:,} words: {(time.perf_counter() - began) * 1000:.0f} ms, once a change"
    )

    def once(text: str, number: int) -> screening.Screened:
        known = screening.gather(
            article=article,
            author=authors[number % AUTHORS],
            text=text,
            at=timezone.now(),
            address=f"203.0.113.{number % 200}",
        )
        return screening.run(known)

    texts = [a_text(chance) for _ in range(WARM + RUNS)]
    for number, text in enumerate(texts[:WARM]):
        once(text, number)
    with CaptureQueriesContext(connection) as queries:
        once(texts[0] + " anew", 0)
    times, busy, verdicts = [], [], set()
    for number, text in enumerate(texts[WARM:]):
        began, began_busy = time.perf_counter(), time.process_time()
        screened = once(text, number)
        times.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - began_busy) * 1000)
        verdicts.add(screened.verdict.value)
    times.sort()
    print(f"{RUNS} comments of {CHARACTERS} characters, verdicts {', '.join(sorted(verdicts))}")
    print(f"median {statistics.median(times):.2f} ms, p95 {times[int(RUNS * 0.95)]:.2f} ms")
    print(f"median {statistics.median(busy):.2f} ms of the processor, which others may share")
    print(f"{len(queries)} queries")


def list_words(number: int, chance: random.Random) -> None:
    """Made-up words that look like words, with a phrase and a part of a word now and then."""
    syllables = [c + v for c in "bdfghjklmnprstvwz" for v in ("a", "e", "i", "o", "u", "ar", "en")]
    made: set[str] = set()
    while len(made) < number:
        word = "".join(chance.choices(syllables, k=chance.randint(2, 4)))
        made.add(f"{word} {chance.choice(syllables)}t" if len(made) % 20 == 0 else word)
    Word.objects.bulk_create(
        Word(
            text=text,
            kind=Word.Kind.PHRASE if " " in text else Word.Kind.WORD,
            whole_words=place % 10 > 0,
        )
        for place, text in enumerate(sorted(made - set(VOCABULARY)))
    )


def a_text(chance: random.Random) -> str:
    text = ""
    while len(text) < CHARACTERS:
        sentence = " ".join(chance.choices(VOCABULARY, k=chance.randint(6, 14)))
        text += f"{sentence.capitalize()}{chance.choice('..?,')} "
    return text[:CHARACTERS].strip()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
