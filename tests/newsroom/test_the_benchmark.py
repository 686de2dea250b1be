"""What the benchmark makes of its measurements: nothing is served here."""

from __future__ import annotations

import json

import pytest

from benchmarks.serving import document, tables, targets, wrk

TOLD = """Running 1s test @ http://127.0.0.1:8130/page.html
  1 threads and 8 connections
  9000 requests in 1.00s, 300.00MB read

found {"requests": 9000, "microseconds": 2000000, "bytes": 300000000, "p50": 850, "p99": 2400, \
"wrong": %d, "example": "%s", "failed": %d}
"""


def test_what_wrk_found_is_read_in_requests_a_second_and_milliseconds():
    load = wrk.found(TOLD % (0, "", 0), spent_seconds=0.5)
    assert load == wrk.Load(4500, 0.85, 2.4, wrong=0, example="", wrk_share=0.25)


def test_answers_that_are_not_the_page_and_requests_without_any_are_wrong():
    load = wrk.found(TOLD % (3, "503 with 12 bytes", 2))
    assert (load.wrong, load.example) == (5, "503 with 12 bytes")


def test_a_run_in_which_nobody_answered_is_wrong():
    nobody = TOLD.replace("9000", "0") % (0, "", 0)
    assert wrk.found(nobody).wrong == 1


def test_a_run_that_did_not_come_to_its_end_is_an_error():
    with pytest.raises(ValueError, match="unable to connect"):
        wrk.found("unable to connect to 127.0.0.1:8130")


def test_a_table_has_its_words_to_the_left_and_its_figures_to_the_right():
    assert tables.table(("page", "ms"), [("front", "3.1")]).split("\n") == [
        "| page | ms |",
        "| --- | ---: |",
        "| front | 3.1 |",
    ]


def cell(per_second: float, p99_ms: float = 2.0, wrong: int = 0) -> dict[str, object]:
    shown = "500 with 9 bytes" if wrong else ""
    return {
        "per_second": per_second,
        "p50_ms": 1.0,
        "p99_ms": p99_ms,
        "wrong": wrong,
        "example": shown,
        "wrk_share": 0.2,
    }


def read(site: dict[str, object], ratio: float = 1.0) -> dict[str, object]:
    """What the reading part finds where an empty view answers 1,000 times a second."""
    scenes, numbers = ("quiet", "writing"), targets.CONNECTIONS
    return {
        "machine": "25 November 2026; a machine",
        "cells": {
            f"{scene} {entrant} 10000 {number}": found
            for scene in scenes
            for number in numbers
            for entrant, found in (("bare", cell(1000)), ("site", site))
        },
        "equality": dict.fromkeys(numbers, ratio),
        "posted": {"sent": 50, "taken": 50, "p50_ms": 9, "p99_ms": 20},
        "bytes": {"plain": 35_000, "gzip": 8_000},
        "rounds": 3,
        "seconds": 1,
    }


def words(results: dict[str, object]) -> list[str]:
    return [each.word for each in targets.verdicts(results) if each.found]


def test_a_page_at_seven_tenths_of_an_empty_view_will_do_on_postgresql_alone():
    found = read(cell(700))
    assert words({"reading": {"SQLite": found}}) == ["**missed**"] * 2 + ["reached"] * 4
    assert words({"reading": {"PostgreSQL": found}}) == ["reached"] * 6


def test_the_worst_number_of_connections_decides():
    found = read(cell(900))
    found["cells"]["quiet site 10000 64"] = cell(790)
    first = next(targets.verdicts({"reading": {"SQLite": found}}))
    assert (first.found, first.word) == ("0.90, 0.90, 0.79", "**missed**")


def test_a_slow_hundredth_or_a_wrong_answer_or_unequal_pages_miss():
    assert words({"reading": {"SQLite": read(cell(900, p99_ms=4.1))}})[2:4] == ["**missed**"] * 2
    assert words({"reading": {"SQLite": read(cell(900), ratio=0.94)}})[4] == "**missed**"
    wrong = list(targets.verdicts({"reading": {"SQLite": read(cell(9e9, wrong=1))}}))
    assert wrong[10].found == "6 wrong, as in “quiet site 10000 1” 500 with 9 bytes"
    assert wrong[10].word == "**missed**"


def test_a_miss_is_judged_by_its_time_its_queries_and_what_it_shows():
    def judged(**other: float) -> list[str]:
        cost = {"p50_ms": 30, "queries": 12, "comments": 50}
        pages = {
            "article, a comment has come in": cost | other,
            "article, the paper has changed": cost,
        }
        return words({"miss": {"SQLite": {"pages": pages}}})

    assert judged() == ["reached", "reached"]
    missed = ["**missed**", "reached"]
    assert judged(p50_ms=30.1) == judged(queries=13) == judged(comments=49) == missed


def test_posts_that_are_fast_and_lost_miss():
    act = {"per_second": 400, "lost": 1, "doubled": 0, "miscounted_threads": 0}
    results = {"writing": {"SQLite": {"acts": {"8 8": act}}}}
    assert words(results) == ["reached", "**missed**"]


def test_what_was_not_measured_is_neither_reached_nor_missed():
    assert {each.word for each in targets.verdicts({})} == {"not measured yet"}


def test_the_reading_section_sets_each_beside_the_empty_view():
    section = tables.sections({"reading": {"SQLite": read(cell(700))}})["reading"]
    row = "| this site | 10,000 | 8 | 700 | 1.00 | 2.00 | 0.70 | 0 | 20% |"
    assert section.split("\n").count(row) == 2


def test_a_section_takes_the_place_of_the_one_before_it_and_of_nothing_else(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(
        "Above.\n<!-- a: begin -->\nold\n<!-- a: end -->\nBetween.\n"
        "<!-- b: begin -->\nother\n<!-- b: end -->\n",
        encoding="utf-8",
    )
    for _ in range(2):
        document.rewrite({"a": r"new \1"}, page)
    assert page.read_text(encoding="utf-8") == (
        "Above.\n<!-- a: begin -->\n\nnew \\1\n\n<!-- a: end -->\nBetween.\n"
        "<!-- b: begin -->\nother\n<!-- b: end -->\n"
    )


@pytest.mark.parametrize("page", ["", "<!-- a: begin --><!-- a: end -->" * 2])
def test_a_page_without_a_place_for_a_section_is_an_error(page):
    with pytest.raises(ValueError, match="times in the page"):
        document.between(page, "a", "new")


def test_every_section_has_its_place_on_the_page():
    text = document.DOCUMENT.read_text(encoding="utf-8")
    for name, section in tables.sections({}).items():
        text = document.between(text, name, json.dumps(section))


def test_the_targets_say_how_fast_the_machine_is_where_that_was_measured():
    said = tables.sections({"reading": {"SQLite": read(cell(700))}})["targets"]
    assert "on this one it answered 1,000 (SQLite) at 8 connections" in said
    assert "at 8 connections." not in tables.sections({})["targets"]
