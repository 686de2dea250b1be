"""What was found, as sections of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.serving import targets

UNMEASURED = "Not measured yet."
ENTRANTS = {
    "bare": "(a) empty view, no middleware",
    "default": "(a) empty view, startproject’s middleware",
    "cached": "(b) Django’s cache middleware",
    "files": "(c) whitenoise",
    "off": "(d) this site, page cache off",
    "site": "this site",
}
SCENES = {
    "quiet": "Nobody writes",
    "writing": "5 comments a second come in under the article that is read",
    "packed": "So too, and the page is asked for in gzip",
}


def sections(results: targets.Results) -> dict[str, str]:
    """By the name of its marks in the page."""
    made = {
        name: "\n\n".join(_of_part(make, results.get(name, {}))) or UNMEASURED
        for name, make in PARTS.items()
    }
    return {"targets": _targets(results), **made}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> str:
    """So many of the first columns hold words; the others hold figures, to the right."""
    rule = ["---" if place < words else "---:" for place in range(len(heads))]
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, rule, *rows])


def _of_part(make: Any, by_database: Mapping[str, Any]) -> Iterator[str]:
    for database in targets.DATABASES:
        if found := by_database.get(database):
            yield f"### {database}\n\n{found['machine']}."
            yield from make(found)


def _targets(results: targets.Results) -> str:
    rows = [
        (each.what, each.database, each.wanted, each.found, each.word)
        for each in targets.verdicts(results)
    ]
    return table(("", "on", "to reach", "found", ""), rows, words=5) + _scale(results)


def _scale(results: targets.Results) -> str:
    """How fast the machine is, by what costs the same on each that runs the same Python."""
    found = results.get("reading", {})
    answered = [
        f"{each['cells']['quiet bare 10000 8']['per_second']:,.0f} ({database})"
        for database, each in found.items()
    ]
    if not answered:
        return ""
    return (
        "\n\nMilliseconds and posts a second are of the machine as well. They were set for one on "
        "which an empty view answers 7,700 to 9,000 requests a second; on this one it answered "
        f"{' and '.join(answered)} at 8 connections."
    )


def _reading(found: Any) -> Iterator[str]:
    cells = {tuple(name.split()): cell for name, cell in found["cells"].items()}
    for scene, title in SCENES.items():
        rows = []
        for (of, entrant, comments, connections), cell in cells.items():
            if of != scene:
                continue
            bare = cells[scene, "bare", "10000", connections]
            rows.append(
                (
                    ENTRANTS[entrant],
                    f"{int(comments):,}" if entrant in ("site", "off") else "",
                    connections,
                    f"{cell['per_second']:,.0f}",
                    f"{cell['p50_ms']:.2f}",
                    f"{cell['p99_ms']:.2f}",
                    _ratio(cell["per_second"] / bare["per_second"]),
                    f"{cell['wrong']:,}",
                    f"{cell['wrk_share']:.0%}",
                )
            )
        heads = ("", "comments", "connections", "requests a second", "p50 ms", "p99 ms")
        yield f"{title}:"
        yield table((*heads, "ratio to the bare (a)", "wrong", "wrk’s share of a core"), rows)
    posted, size = found["posted"], found["bytes"]
    yield (
        f"The page has {size['plain']:,} bytes, {size['gzip']:,} in gzip. Figures are medians of "
        f"{found['rounds']} rounds of {found['seconds']} s each. Meanwhile {posted['taken']:,} of "
        f"{posted['sent']:,} comments were taken, p50 {posted['p50_ms']:.0f} ms, p99 "
        f"{posted['p99_ms']:.0f} ms."
    )


def _ratio(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.4f}"


def _writing(found: Any) -> Iterator[str]:
    heads = ("clients", "articles", "posts a second", "p50 ms", "p99 ms", "answers by status")
    rows = [
        (
            *name.split(),
            f"{act['per_second']:.0f}",
            f"{act['p50_ms']:.1f}",
            f"{act['p99_ms']:.1f}",
            ", ".join(f"{number:,} × {status}" for status, number in act["statuses"].items()),
            f"{act['twice']:,}",
            f"{act['stored']:,}",
            f"{act['published']:,}",
            f"{act['lost']:,}",
            f"{act['doubled']:,}",
            f"{act['sender_share']:.0%}",
        )
        for name, act in found["acts"].items()
    ]
    more = ("sent twice", "stored", "published", "lost", "doubled", "sender’s share of a core")
    yield table((*heads, *more), rows, words=0)


def _miss(found: Any) -> Iterator[str]:
    heads = ("", "comments shown", "bytes", "p50 ms", "p99 ms", "processor ms", "queries")
    yield table(
        heads,
        (
            (
                name,
                f"{cost['comments']}",
                f"{cost['bytes']:,}",
                f"{cost['p50_ms']:.1f}",
                f"{cost['p99_ms']:.1f}",
                f"{cost['cpu_ms']:.1f}",
                f"{cost['queries']}",
            )
            for name, cost in found["pages"].items()
        ),
    )


def _memory(found: Any) -> Iterator[str]:
    rows = [
        (name, f"{each['workers']:.0f}", f"{each['rss']:.0f}", f"{each['pss']:.0f}")
        for name, each in (("at first", found["at_first"]), ("after", found["after"]))
    ]
    yield table(("", "workers", "largest RSS MB", "largest PSS MB"), rows)
    answers = ", ".join(f"{number:,} × {status}" for status, number in found["statuses"].items())
    yield (
        f"{found['requests']:,} requests for {found['pages']:,} pages in {found['seconds']:.0f} s; "
        f"answers by status: {answers}."
    )


def _stamp(found: Any) -> Iterator[str]:
    yield table(
        (
            "page",
            "threads shown",
            "the database is asked: µs by the clock",
            "µs of the site’s processor",
            "nobody has written: µs by the clock",
            "µs of the site’s processor",
        ),
        (
            (
                name,
                f"{cost['threads']}",
                *(f"{cost[way][of]:.1f}" for way in ("asked", "quiet") for of in ("wall", "cpu")),
            )
            for name, cost in found["pages"].items()
        ),
    )


PARTS = {
    "reading": _reading,
    "writing": _writing,
    "miss": _miss,
    "memory": _memory,
    "stamp": _stamp,
}
