"""The articles: stories put together from those of the demo paper, over some years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from markdown_it import MarkdownIt

from articles import body
from articles.models import Article, Author, Byline, Section, Topic
from comments.models import Thread
from newsroom.demo import script
from newsroom.population import loading
from newsroom.population.phrases import STREETS

# A hundred articles are those of a month. A larger paper prints more a day, and has done so for
# longer: a hundred thousand are those of ten years.
MONTH, A_MONTHS_ARTICLES, GROWTH = timedelta(days=30), 100, 0.7
LONGEST = timedelta(days=3_650)
# So many comments are put in their order and written at once.
SEASON = 50_000

SUBJECTS = ("Council", "Ferry company", "Harbour board", "Neighbours", "Pupils", "Shopkeepers",
            "The university", "Tram drivers", "Volunteers", "Weather station")  # fmt: skip
ACTS = ("argue about", "count the cost of", "find room for", "look again at", "plan a year of",
        "put off", "return to", "save", "say no to", "start work on")  # fmt: skip
THINGS = ("the bridge", "the clock", "the crossing", "the market", "the old pier", "the playground",
          "the school", "the sea wall", "the tram stop", "the weir")  # fmt: skip

_COLUMNS = ("id", "headline", "slug", "standfirst", "dateline", "body", "section_id", "language",
            "state", "published_at", "dated", "changed_at")  # fmt: skip


@dataclass(frozen=True)
class Story:
    """An article with what its comments must know of it."""

    pk: int
    section: int
    published_at: datetime
    comments: int
    thread: int
    age: float
    """Its place in the paper, from 1 for the oldest down to 0."""


def fill(number: int, random: Random, at: datetime, *, lengths: list[int]) -> list[Story]:
    """Put the articles in, the oldest first, with their threads still to be written."""
    lengths = random.sample(lengths, k=len(lengths))
    sections, topics, authors = _ready(Section), _ready(Topic), _ready(Author)
    first, thread = loading.next_number(Article), loading.next_number(Thread)
    span = min(LONGEST, MONTH * max(1, number / A_MONTHS_ARTICLES) ** GROWTH)
    ages = sorted((random.random() for _ in range(number)), reverse=True)
    stories = []
    for place, age in enumerate(ages):
        published_at = at - timedelta(hours=2) - span * age
        section = random.choice(sections)
        stories.append(
            Story(first + place, section, published_at, lengths[place], thread + place, age)
        )
    loading.pour(Article, _COLUMNS, _articles(stories, random))
    _pour_belongings(stories, topics, authors, random)
    return stories


def seasons(stories: Sequence[Story]) -> Iterator[list[Story]]:
    """The stories that have comments in the order of publication, some at a time."""
    season: list[Story] = []
    comments = 0
    for story in stories:
        if not story.comments:
            continue
        season.append(story)
        comments += story.comments
        if comments >= SEASON:
            yield season
            season, comments = [], 0
    if season:
        yield season


def _ready(model: type[Section | Topic | Author]) -> list[int]:
    """Primary keys of the paper's sections, topics or authors: those of the demo paper are added
    to what there is."""
    kind = model._meta.model_name or ""
    for position, facts in enumerate(script.paper()[kind]):
        facts = {name: value for name, value in facts.items() if name != "portrait"}
        if model is Section:
            facts["position"] = position
        model._default_manager.get_or_create(slug=facts["slug"], defaults=facts)
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True))


def _articles(stories: Sequence[Story], random: Random) -> Iterator[tuple[Any, ...]]:
    paragraphs = _paragraphs()
    for story in stories:
        headline = f"{random.choice(SUBJECTS)} {random.choice(ACTS)} {random.choice(THINGS)}"
        street, printed = random.choice(STREETS), loading.moment(story.published_at)
        dated = timezone.localdate(story.published_at)
        yield (
            story.pk,
            f"{headline} in {street}",
            slugify(f"{headline}-{story.pk}"),
            f"What it means for {street}, and why it took so long.",
            street.upper(),
            "".join(random.sample(paragraphs, k=random.randrange(4, 10))),
            story.section,
            settings.LANGUAGE_CODE,
            Article.State.PUBLISHED.value,
            printed,
            str(dated),
            printed,
        )


def _paragraphs() -> list[str]:
    """Those of the demo paper's stories, as bodies have them."""
    markdown = MarkdownIt("commonmark", {"typographer": True})
    written = (part for story in script.stories() for part in story.text.split("\n\n"))
    return [body.sanitise(markdown.render(part)) for part in written if part[0].isalpha()]


def _pour_belongings(
    stories: Sequence[Story], topics: list[int], authors: list[int], random: Random
) -> None:
    loading.pour(
        Byline,
        ("article_id", "author_id", "position"),
        (
            (story.pk, author, position)
            for story in stories
            for position, author in enumerate(random.sample(authors, k=random.choice((1, 1, 2))))
        ),
    )
    loading.pour(
        Article.topics.through,
        ("article_id", "topic_id"),
        (
            (story.pk, topic)
            for story in stories
            for topic in random.sample(topics, k=random.choice((0, 1, 2, 3)))
        ),
    )
