"""A paper that has something of everything: the demo, and what the demo lacks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from articles.models import Article, Author, Redirect, Section, WebLink
from comments import reporting, switch
from comments.models import (
    AlertChannel,
    Case,
    ClosingAge,
    Comment,
    CommentingHours,
    Decision,
    Domain,
    Finding,
    HouseRule,
    MailDomain,
    Mode,
    Network,
    Sanction,
    Scope,
    Suspension,
    Thread,
    Trip,
    Word,
)
from comments.moderation import alerts, decisions, sanctions
from newsroom.demo import crowd, illustrate, load
from newsroom.models import User
from tests.builders import a_comment, a_person, an_article, an_author

Verb = Decision.Verb
REMOVED = (Verb.REJECT, Verb.SPAM)


@dataclass
class WholePaper:
    """The demo paper's accounts and two readers more: one was warned, one has a second factor."""

    reader: User
    warned: User
    protected: User
    editor: User
    moderator: User
    administrator: User
    stories: list[Article] = field(default_factory=list)
    """Those with a conversation that has something of everything."""
    removed: Comment | None = None
    """One that its author, the warned reader, sees nowhere but at its own address."""


def open_whole_paper(at: datetime) -> WholePaper:
    """Expects an empty database; the commands and forms that people use fill it."""
    with pytest.MonkeyPatch.context() as smaller:
        smaller.setattr(crowd, "SIZE", 120)
        smaller.setattr(illustrate, "PICTURE_PX", (240, 160))
        smaller.setattr(illustrate, "PORTRAIT_PX", 96)
        load.open_paper(at)
    accounts = {role: User.objects.get(email=f"{role}@example.org")
                for role in ("reader", "editor", "moderator", "administrator")}  # fmt: skip
    warned, protected = a_person(name="Wanda Warned"), a_person(name="Petra Protected")
    paper = WholePaper(warned=warned, protected=protected, **accounts)
    for person in (paper.reader, warned, protected):
        EmailAddress.objects.get_or_create(user=person, email=person.email)
        EmailAddress.objects.create(user=person, email=f"second-{person.email}")
    paper.stories = _articles(paper, at)
    _conversation(paper, at)
    _rules(paper, at)
    _switch(paper, at)
    _things_deleted(paper)
    cache.clear()  # what people did here is no try of the persons who follow
    return paper


def _articles(paper: WholePaper, at: datetime) -> list[Article]:
    empty = Section.objects.create(name="Chess", slug="chess", position=90)
    silent, account = an_author(name="Silas Silent"), paper.editor
    Author.objects.filter(pk=silent.pk).update(account=account)
    bare = an_article(headline="A story with nothing but itself", lead_image=None)
    an_article(headline="A draft", state="draft")
    an_article(headline="To come", published_at=at + timedelta(days=2))
    named = an_article(headline="Größe, Maß & ‘quotes’ <b>", slug="größe-maß", authors=(silent,))
    Redirect.objects.create(path="/2020/01/01/long-ago/", article=named)
    WebLink.objects.create(
        article=bare, title="Elsewhere", url="https://example.org/", valid_from=at
    )
    assert not empty.articles.exists()
    return [bare, named]


def _conversation(paper: WholePaper, at: datetime) -> None:
    bare, named = paper.stories
    reader, moderator = paper.reader, paper.moderator
    for status in Comment.Status.values:
        own = a_comment(article=named, author=reader, text=f"Mine, {status}.", status=status)
        if own.is_published:
            answer = a_comment(article=named, parent=own, text="An answer.")
            a_comment(article=named, parent=answer, author=reader, text="And one to that.")
            reporting.report(answer, by=reader, reason="attack", text="Rude.", at=at)
            reporting.report(own, by=paper.warned, reason="illegal", text="", at=at)
            reporting.file_legal_notice(
                answer, name="Lex Iust", email="lex@example.org", text="Against the law.", at=at
            )
    paper.removed = insult = a_comment(
        article=bare, author=paper.warned, text="You are a fool.", at=at
    )
    rule = HouseRule.objects.in_use()[0]
    decisions.decide(Verb.REJECT, [insult.pk], by=moderator, at=at, house_rule=rule)
    warning = Sanction(person=paper.warned, kind="warning", reason="Once more.", comment=insult)
    sanctions.impose(warning, by=moderator, at=at)
    mute = Sanction(person=a_person(name="Mute"), kind="mute", reason="Too loud.")
    mute.ends_at = at + timedelta(days=1)
    sanctions.impose(mute, by=moderator, at=at)
    waiting = list(Case.objects.open().select_related("comment").order_by("pk")[:3])
    for verb, case in zip((Verb.APPROVE, *REMOVED), waiting, strict=True):
        decided = decisions.decide(
            verb, [case.comment_id], by=moderator, at=at, reason="Read with care."
        )
    assert decided.act
    decisions.undo(decided.act, by=moderator, at=at)
    Thread.objects.filter(article=named).update(slow_mode_seconds=60)


def _rules(paper: WholePaper, at: datetime) -> None:
    made_by = {"made_by": paper.moderator}
    rows = [
        Word.objects.create(text="fool", note="Seen too often.", **made_by),
        Domain.objects.create(name="spam.example", **made_by),
        Network.objects.create(network="192.0.2.0/24", **made_by),
        MailDomain.objects.create(name="mail.example", **made_by),
    ]
    for row in rows:
        comment = a_comment(article=paper.stories[0], text="A fool of spam.example.", status="held")
        Finding.objects.create(
            comment=comment, check_name="words", evidence="a listed word", weight=60,
            leads_to="hold", rule=row.rule, found_at=at, start=2, end=6,
        )  # fmt: skip
        Case.objects.open_for(comment, Case.Kind.HELD, ["words"], at=at)
    hours = CommentingHours.objects.create(scope="article", article=paper.stories[0], mode="closed")
    hours.opening_times.create(weekday=0, opens="09:00", closes="17:00")
    ClosingAge.objects.create(section=paper.stories[0].section, days=400)
    channel = AlertChannel.objects.create(kind="mail", target="desk@example.org")
    alerts.trial(channel, paper.administrator, at)
    AlertChannel.objects.create(kind="webhook", target="https://hooks.example/x")


def _switch(paper: WholePaper, at: datetime) -> None:
    shared: dict[str, Any] = {
        "cause": "abuse",
        "reason": "A flood of spam.",
        "notice_title": "Closed",
        "notice_body": "Dear reader, …",
    }
    chess = Scope(section=Section.objects.get(slug="chess"))
    switch.suspend(chess, mode=Mode.CLOSED, by=paper.moderator, **shared)
    over = switch.suspend(Scope(article=paper.stories[1]), mode=Mode.HIDDEN, **shared)
    switch.lift(over, by=paper.moderator)
    later = {"starts_at": at + timedelta(days=1), "ends_at": at + timedelta(days=2)}
    switch.suspend(Scope(), mode=Mode.CLOSED, by=paper.administrator, **later, **shared)
    by_itself = switch.suspend(
        Scope(article=paper.stories[0]),
        mode=Mode.PREMODERATED,
        ends_at=at + timedelta(hours=1),
        **shared,
    )
    Trip.objects.create(
        suspension=Suspension.objects.get(pk=by_itself.pk), tripped_at=at, measured=10, out_of=21,
        window_minutes=10, thread=Thread.objects.of(paper.stories[0]),
    )  # fmt: skip


def _things_deleted(paper: WholePaper) -> None:
    """By the forms of the admin, so that its histories and our log tell of them."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(paper.administrator)
    for name, row in (
        ("articles_section", Section.objects.create(name="Gone", slug="gone")),
        ("comments_alertchannel", AlertChannel.objects.create(target="old@example.org")),
    ):
        gone = reverse(f"admin:{name}_delete", args=[row.pk])
        assert client.post(gone, {"post": "yes"}).status_code == 302, name
    topic = {"name": "Chess boards", "slug": "chess-boards"}
    assert client.post(reverse("admin:articles_topic_add"), topic).status_code == 302
