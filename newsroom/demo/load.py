"""Put the demo paper into an empty database."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from markdown_it import MarkdownIt

from articles import body, edition
from articles.models import Article, Author, Byline, Placement, Section, SeeAlso, Topic, WebLink
from comments import notices, switch
from comments.models import Mode, Scope
from newsroom.demo import brought, illustrate, script, voices
from newsroom.demo.people import make_accounts
from newsroom.models import DemoPaper, Masthead, User


def is_empty() -> bool:
    return not Article.objects.exists() and not User.objects.exists()


def open_paper(at: datetime) -> DemoPaper:
    """Everything, in one transaction; dates are counted back from `at`. The pictures' files are
    drawn before it."""
    paper, stories = script.paper(), script.stories()
    images = illustrate.draw_all(
        [story.facts["picture"] for story in stories if story.facts["picture"]]
        + [illustrate.PORTRAIT + author["portrait"] for author in paper["author"]]
    )
    with transaction.atomic():
        before = brought.primary_keys()
        _masthead(paper, at)
        demo = DemoPaper.objects.create(
            name=paper["name"],
            password=settings.DEMO_PASSWORD or secrets.token_urlsafe(9),
            opened_at=at,
        )
        staff = make_accounts(demo.password, at)
        _taxonomy(paper, images)
        articles = {story.slug: _article(story, images, at) for story in stories}
        for story in stories:
            _relate(articles[story.slug], story.facts, articles, at)
        _web_links(paper["web_link"], articles, at)
        voices.hold(articles, staff, at)
        for story in stories:
            _restrict(articles[story.slug], story.facts, staff["moderator"])
        brought.record(demo, before)
        edition.bump()
    return demo


def _masthead(paper: dict[str, Any], at: datetime) -> None:
    strip, masthead = paper["masthead"], Masthead.current()
    masthead.name, masthead.tagline = paper["name"], paper["tagline"]
    masthead.weather_source = Masthead.Source.MANUAL
    masthead.temperature_low, masthead.temperature_high = strip["low"], strip["high"]
    masthead.sky, masthead.weather_at = strip["sky"], at
    masthead.traffic_label, masthead.traffic_url = strip["traffic_label"], strip["traffic_url"]
    masthead.save()


def _taxonomy(paper: dict[str, Any], images: dict[str, Any]) -> None:
    for position, section in enumerate(paper["section"]):
        Section.objects.create(position=position, **section)
    Topic.objects.bulk_create(Topic(**topic) for topic in paper["topic"])
    for author in paper["author"]:
        portrait = images[illustrate.PORTRAIT + author.pop("portrait")]
        portrait.alt = f"Portrait of {author['name']}"
        portrait.credit = "Courier"
        portrait.save()
        Author.objects.create(portrait=portrait, **author)


def _article(story: script.Story, images: dict[str, Any], at: datetime) -> Article:
    facts = story.facts
    article = Article.objects.create(
        slug=story.slug,
        headline=facts["headline"],
        standfirst=facts["standfirst"],
        dateline=facts["dateline"],
        body=body.sanitise(MarkdownIt("commonmark", {"typographer": True}).render(story.text)),
        section=Section.objects.get(slug=facts["section"]),
        language="en",
        state=Article.State.DRAFT if facts["status"] == "draft" else Article.State.PUBLISHED,
        published_at=None if facts["status"] == "draft" else _published_at(facts, at),
        lead_image=_picture(facts, images),
    )
    article.topics.set(Topic.objects.filter(slug__in=facts["topics"]))
    authors = {author.slug: author for author in Author.objects.all()}
    Byline.objects.bulk_create(
        Byline(article=article, author=authors[slug], position=position)
        for position, slug in enumerate(facts["authors"])
    )
    return article


def _picture(facts: dict[str, Any], images: dict[str, Any]) -> Any:
    """The story's picture; a scene used twice is two Image rows with one file."""
    if not facts["picture"]:
        return None
    drawn = images[facts["picture"]]
    image = type(drawn)(picture=drawn.picture.name, width=drawn.width, height=drawn.height)
    image._skip_generate_files = True
    image.alt, image.caption, image.credit = facts["alt"], facts["caption"], facts["credit"]
    image.save()
    return image


def _published_at(facts: dict[str, Any], at: datetime) -> datetime:
    if "hours_ago" in facts:
        return at - timedelta(hours=facts["hours_ago"])
    hour, minute = map(int, facts["at"].split(":"))
    day = timezone.localtime(at) - timedelta(days=facts["days_ago"])
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _relate(
    article: Article, facts: dict[str, Any], articles: dict[str, Article], at: datetime
) -> None:
    SeeAlso.objects.bulk_create(
        SeeAlso(article=article, related=articles[slug], position=position)
        for position, slug in enumerate(facts["see_also"])
    )
    if facts["slot"]:
        Placement.objects.create(
            article=article, slot=facts["slot"], starts_at=at - timedelta(hours=12)
        )


def _web_links(links: list[dict[str, Any]], articles: dict[str, Article], at: datetime) -> None:
    for position, link in enumerate(links):
        article = articles.get(link.pop("article", ""))
        WebLink.objects.create(article=article, position=position, valid_from=at, **link)


def _restrict(article: Article, facts: dict[str, Any], moderator: User) -> None:
    """The story whose conversation is closed, and the one whose comments are read first."""
    if facts["commenting"] == "open":
        return
    cause, mode = facts.get("closed_cause", "other"), Mode(facts["commenting"])
    scope = Scope(article=article)
    letter = notices.letter(scope, mode=mode, cause=cause)
    switch.suspend(
        scope,
        mode=mode,
        cause=cause,
        reason=facts.get("closed_reason", "A subject on which tempers run high."),
        notice_title=letter.title,
        notice_body=letter.body,
        by=moderator,
    )
