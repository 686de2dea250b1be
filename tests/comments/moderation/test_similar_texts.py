"""The comments of a campaign are found from any of them, and ordinary comments are left alone."""

from __future__ import annotations

import gzip
import json
import random
import re
from datetime import timedelta
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from django.utils import timezone

from comments.models import Comment, Fingerprint
from comments.moderation import similar_texts, sweep
from comments.moderation.sweep import Likeness
from comments.screening import fingerprint
from tests.builders import a_comment, a_person, an_article

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DATA = Path(__file__).parents[4] / "shared" / "data" / "abuse"
SIZE = 42

SENTENCES = [
    "The harbour board has sold us out and everyone here can see it.",
    "My cousin signed up last month and has already been paid twice.",
    "You only need a phone and half an hour in the evening to begin.",
    "Nobody will tell you about this because they want it for themselves.",
    "Ask for the manager and say that the courier sent you.",
]
GREETINGS = ["Hello friends!", "Bonjour à tous !", "Hallo zusammen,", "Привет всем,", "مرحبا"]
WORDS = ["people", "town", "years", "money", "council", "road", "school", "river", "market"]
SPUN = (
    "{Hello|Hi|Dear} {friends|everybody}, I {started|began} {earning|making} {real|good} money "
    "with {this|their} {simple|easy} {programme|system} and {now|today} I {work|earn} from home "
    "{every day|each day}. {Write|Send a message} to {the team|our agent} and {ask|tell them} how."
)
ORDINARY = [
    "I crossed the bridge this morning and the traffic was as bad as ever.",
    "Has anybody asked the school what it thinks of the new timetable?",
    "The mayor promised a vote in spring, and spring is nearly over now.",
    "My grandmother used to swim here every day before the works began.",
    "It would help to know what the repair has cost so far, and who pays.",
    "You only need to look at the budget to see that the money is not there.",
]


def a_link(chance: random.Random) -> str:
    letters = "".join(chance.choice("abcdefghijklmnop") for _ in range(chance.randint(8, 24)))
    return f"https://{letters}.example.com/{letters[::-1]}"


def with_other_words(text: str, chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) if chance.random() < 0.15 else w for w in text.split())


def with_what_is_not_seen(text: str, chance: random.Random) -> str:
    marks = ["\u200b", "\u2060", "\ufe0f"]
    return "".join(
        each + (chance.choice(marks) if chance.random() < 0.1 else "🔥" * (each == " "))
        for each in text
    )


def spun(text: str, chance: random.Random) -> str:
    return re.sub(r"\{([^}]*)\}", lambda match: chance.choice(match[1].split("|")), text)


CAMPAIGNS = {
    "with other words here and there": lambda c: with_other_words(" ".join(SENTENCES[:2]), c),
    "spun from one template": lambda c: spun(SPUN, c),
    "with its sentences in another order": lambda c: " ".join(c.sample(SENTENCES, 5)),
    "with some of its sentences": lambda c: " ".join(c.sample(SENTENCES, 3)),
    "with emoji and characters that are not seen": lambda c: with_what_is_not_seen(SENTENCES[0], c),
    "with other links at its end": lambda c: f"{SENTENCES[2]} {a_link(c)}",
    "short, with other links": lambda c: f"Earn money from home now, see {a_link(c)}",
    "with a greeting in other languages": lambda c: f"{c.choice(GREETINGS)} {SENTENCES[3]}",
}  # fmt: skip


def kept(texts: list[str]) -> list[Comment]:
    """Published now, by two people under one article, with their fingerprints."""
    article, people = an_article(), [a_person(), a_person()]
    comments = []
    for number, text in enumerate(texts):
        comment = a_comment(article=article, author=people[number % 2], text=text, at=NOW)
        Fingerprint.objects.keep(comment, fingerprint.of(text), None, NOW)
        comments.append(comment)
    return comments


def found_from(comment: Comment) -> set[int]:
    alike = sweep.alikes(comment, Likeness.TEXT, NOW + timedelta(minutes=1))
    return set(alike.values_list("pk", flat=True))


@pytest.mark.parametrize("kind", CAMPAIGNS)
def test_a_campaign_is_found_from_its_first_and_its_last_comment(kind: str) -> None:
    chance = random.Random(kind)
    campaign = [each.pk for each in kept([CAMPAIGNS[kind](chance) for _ in range(SIZE)])]
    others = {each.pk for each in kept(ORDINARY)}
    for pk in (campaign[0], campaign[-1]):
        found = found_from(Comment.objects.get(pk=pk))
        assert len(found & set(campaign)) >= SIZE - 2
        assert not found & others


def test_what_is_unlike_the_first_is_found_by_what_lies_between() -> None:
    words = re.findall(r"\w+", f"{ORDINARY[0]} {ORDINARY[1]}")
    steps = [" ".join(words[place : place + 10]) for place in range(10)]
    comments = kept(steps)
    first, last = (fingerprint.pieces_of(text) for text in (steps[0], steps[-1]))
    assert len(first & last) / len(first | last) < similar_texts.AKIN
    assert found_from(comments[0]) == {each.pk for each in comments}


def test_ordinary_comments_that_share_a_saying_are_not_one_text() -> None:
    saying = "It is no use crying over spilt milk, as my grandmother used to say"
    comments = kept([f"{each} {saying}." for each in ORDINARY[:3]])
    assert found_from(comments[0]) == {comments[0].pk}


def test_the_links_of_one_site_make_no_two_comments_alike() -> None:
    texts = [
        f"https://www.youtube.com/watch?v={name} {said}"
        for name, said in (("dQw4w9WgXcQ", "The song I meant above"), ("QkF3oxziUI4", "Is it him?"))
    ]
    comments = kept(texts)
    assert found_from(comments[0]) == {comments[0].pk}


def test_removed_comments_lead_on_to_others_but_are_not_listed() -> None:
    chance = random.Random(3)
    comments = kept([spun(SPUN, chance) for _ in range(12)])
    Comment.objects.filter(pk__in=[each.pk for each in comments[1:4]]).update(status="rejected")
    expected = {each.pk for each in comments} - {each.pk for each in comments[1:4]}
    assert found_from(comments[0]) == expected


def test_what_was_written_more_than_a_week_ago_is_left_alone() -> None:
    comments = kept([SENTENCES[0]] * 3)
    Fingerprint.objects.filter(comment=comments[1]).update(made_at=NOW - timedelta(days=8))
    Comment.objects.filter(pk=comments[1].pk).update(created_at=NOW - timedelta(days=8))
    assert found_from(comments[0]) == {comments[0].pk, comments[2].pk}


@pytest.mark.parametrize("number", [3, 60])
def test_a_search_costs_as_many_queries_for_a_small_campaign_as_for_a_large_one(
    number: int, django_assert_max_num_queries
) -> None:
    comments = kept([f"{SENTENCES[2]} {a_link(random.Random(n))}" for n in range(number)])
    with django_assert_max_num_queries(25):
        found_from(comments[0])


@pytest.mark.skipif(not DATA.exists(), reason="the texts of others are not here")
def test_no_two_ordinary_comments_that_differ_are_taken_for_one_text() -> None:
    with gzip.open(DATA / "civil-toxic-spans" / "civil-toxic-spans.jsonl.gz", "rt") as lines:
        texts = list(dict.fromkeys(json.loads(line)["text"] for line in lines))
    chance = random.Random(11)
    comments = kept(chance.sample(texts, 1500))
    by_pk = {each.pk: each.text for each in comments}
    differing = [
        (comment.text, by_pk[pk])
        for comment in chance.sample(comments, 250)
        for pk in found_from(comment) - {comment.pk}
        if SequenceMatcher(None, comment.text, by_pk[pk], autojunk=False).ratio() < 0.5
    ]
    assert differing == []
