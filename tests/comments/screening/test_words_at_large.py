"""The lists against anything: lists of many languages, strings made to break things, and chance."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.checks.words import Entry, Words
from comments.screening.folding import folded

ATTACK = Path(__file__).resolve().parents[4] / "shared/data/attack"
LISTS = sorted((ATTACK / "words/ldnoobw").glob("*.json"))

needs_lists = pytest.mark.skipif(not LISTS, reason="the lists are not here")


def compiled(*words: str) -> Words:
    return Words.compiled(Entry(f"word:{n}", word) for n, word in enumerate(words))


def words_of(path: Path) -> list[str]:
    return json.loads(path.read_text(encoding="utf-8"))


@needs_lists
@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_each_word_of_a_list_is_found_in_a_sentence(path):
    language = path.stem
    words = compiled(*words_of(path))
    missed = [
        sentence
        for word in words_of(path)
        for sentence in (f"They said {word}, again.", word, f"«{word}»!", f"(x) {word.upper()} y")
        if word not in {each.entry.text for each in words.found(sentence, language)}
    ]
    assert missed == []


@pytest.mark.skipif(not ATTACK.exists(), reason="the strings are not here")
def test_naughty_strings_are_searched_like_all_others():
    words = compiled("null", "script", "傻逼", "🖕", "c++", "onerror")
    patterned = Words.compiled([Entry("word:1", r"s\w+t", kind="pattern")])
    for text in json.loads((ATTACK / "text/blns.json").read_text(encoding="utf-8")):
        for each in (*words.found(text), *patterned.found(text)):
            start, end = each.span
            assert 0 <= start < end <= len(text)


letters = st.text(
    alphabet="abcdeilost014$@!*. -_иоаеñö\u200b\u0301한국傻ก", min_size=0, max_size=60
)


@given(letters, st.lists(letters.filter(str.strip), min_size=1, max_size=8))
def test_whatever_is_found_lies_in_the_text_and_holds_the_word_if_undisguised(text, words):
    for each in compiled(*words).found(text):
        start, end = each.span
        assert 0 <= start < end <= len(text)
        if not each.how:
            here = "".join(filter(str.isalnum, folded(text[start:end]).text))
            assert here == "".join(filter(str.isalnum, folded(each.entry.text).text))


@given(letters, letters, st.sampled_from(["idiot", "go away", "дурак", "바보", "傻瓜", "c++"]))
def test_a_word_by_itself_is_found_whatever_stands_around_it(before, after, word):
    text = f"{before} . {word} , {after}"
    if "傻" in text.replace(word, ""):
        return
    found = compiled(word).found(text)
    assert (len(before) + 3, len(before) + 3 + len(word)) in [each.span for each in found]


@given(st.text())
def test_no_text_is_too_strange(text):
    words = Words.compiled(
        [
            Entry("word:1", "idiot"),
            Entry("word:2", "ot", whole=False),
            Entry("word:3", "傻瓜"),
            Entry("word:4", r"\w+x", kind="pattern"),
        ]
    )
    for each in words.found(text):
        assert 0 <= each.span[0] < each.span[1] <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20_000,
        "a " * 10_000,
        "a-" * 10_000,
        "f*" * 10_000,
        "1" * 20_000,
        "$ " * 10_000,
        "!" * 20_000,
        "аa" * 10_000,
        "笨 " * 10_000,
        "바보 " * 6_000,
        "é\u0301" * 10_000,
        "xep " * 5_000,
        "a1" * 10_000,
        "_" * 20_000,
        "a" + "_" * 20_000,
        "." * 20_000,
    ],
    ids=lambda text: repr(text[:4]),
)
def test_a_text_made_to_take_long_takes_no_time(text):
    words = compiled("idiot", "go away", "хер", "笨蛋", "aaa")
    began = time.process_time()
    words.found(text)
    assert time.process_time() - began < 2


SYLLABLES = ("ba", "do", "ki", "tor", "men", "fla", "gru", "sti", "po", "lan", "ver", "qui", "zem")
COMMENT = (
    "I don't think that's what the council said at all. In 2019 they promised 3 new buses, "
    "and we're still waiting - so who's to blame? My neighbour (a teacher) spends £200 a month "
    "on petrol, which isn't fair!! See the minutes of the 4th meeting: “no decision”. "
    "It’s always the same story, and nobody in city hall seems to care about the people who "
    "live out here. Perhaps they'd like to try the number 7 bus on a wet Monday morning... "
    "Well-meaning plans are cheap; buses cost money."
)


def test_ten_thousand_words_cost_next_to_nothing():
    chance = random.Random(7)
    many = {"".join(chance.choices(SYLLABLES, k=chance.randint(3, 5))) for _ in range(20_000)}
    words = sorted(many)[:10_000]
    assert len(words) == 10_000

    began = time.process_time()
    listed = compiled(*words)
    assert time.process_time() - began < 2  # a quarter of a second, by itself

    times = []
    for _ in range(50):
        began = time.process_time()
        assert listed.found(COMMENT) == []
        times.append(time.process_time() - began)
    assert median(times) < 0.003  # a third of a millisecond, by itself
