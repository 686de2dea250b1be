"""The demo paper's conversations, put in as if they had been held."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from articles.models import Article
from comments import markup
from comments.models import Comment, Decision, Finding, HouseRule, Report, Thread, counts
from comments.models.comment import LEVELS_SHOWN
from comments.moderation import queue
from comments.notices import statements
from comments.screening import Submission, pipeline, rulebook
from comments.standing import Standing
from newsroom.demo import crowd, script
from newsroom.demo.people import make_readers
from newsroom.models import User


def hold(articles: dict[str, Article], staff: dict[str, User], at: datetime) -> None:
    """Every written conversation and the long one, in some of which the demo's own reader has
    taken part. Expects the transaction of the loading; the last comment of any is written before
    `at`."""
    written = dict(script.conversations())
    material = script.crowd()
    written.setdefault(material["article"], []).extend(crowd.comments(material))
    own = {person.display_name: person for person in staff.values()}
    names = {line["reader"] for lines in written.values() for line in lines}
    readers = make_readers(names - set(own), at) | own
    for slug, lines in written.items():
        _hold_one(articles[slug], lines, readers, staff["moderator"], at)
    counts.recount()
    _fill_the_desk(readers, at)


def _fill_the_desk(readers: dict[str, User], at: datetime) -> None:
    """What is held has its findings, and a few comments have been reported, so that there is
    something to decide."""
    rules = rulebook.compiled(at)
    for comment in Comment.objects.held():
        submission = Submission(comment.text, standing=Standing(approved=1))
        screened = pipeline.screen(submission, rules, without=pipeline.ASKS_OUTSIDE)
        Finding.objects.keep(comment, screened.findings, comment.created_at)
    reporters = list(readers.values())[:6]
    longest = Comment.objects.published().filter(level=2).order_by("-created_at")[:3]
    for number, comment in enumerate(longest, 1):
        others = [each for each in reporters if each.pk != comment.author_id][:number]
        for reporter, (reason, text) in zip(others, _REPORTS, strict=False):
            Report.objects.file(comment, reporter, reason=reason, text=text, at=at)
    queue.open_missing()


def _hold_one(
    article: Article,
    lines: list[dict[str, Any]],
    readers: dict[str, User],
    moderator: User,
    at: datetime,
) -> None:
    """Write a conversation level by level: a comment is there before what answers it."""
    thread = Thread.objects.of(article)
    assert article.published_at is not None
    minute = _minute_that_fits(article.published_at, lines, at)
    made: dict[str, Comment] = {}
    waiting = sorted(lines, key=lambda line: line["minutes"])
    while waiting:
        ready = [line for line in waiting if line.get("parent") in (None, *made)]
        waiting = [line for line in waiting if line not in ready]
        comments = [
            _comment(thread, line, made, readers, article.published_at + minute * line["minutes"])
            for line in ready
        ]
        Comment.objects.bulk_create(comments)
        made |= {line["key"]: comment for line, comment in zip(ready, comments, strict=True)}
    Decision.objects.bulk_create(
        _decision(made[line["key"]], line, moderator, at)
        for line in lines
        if line.get("status") in _VERBS
    )


def _minute_that_fits(
    published_at: datetime, lines: list[dict[str, Any]], at: datetime
) -> timedelta:
    """A minute, or less where the conversation would otherwise run into the future."""
    longest = max(line["minutes"] for line in lines) + 1
    return min(timedelta(minutes=1), (at - published_at) / longest)


def _comment(
    thread: Thread,
    line: dict[str, Any],
    made: dict[str, Comment],
    readers: dict[str, User],
    at: datetime,
) -> Comment:
    parent = made.get(line.get("parent", ""))
    return Comment(
        thread=thread,
        author=readers[line["reader"]],
        parent=parent,
        shown_under=parent and parent.below,
        level=min(parent.level + 1, LEVELS_SHOWN) if parent else 1,
        text=line["text"].strip(),
        html=markup.render(line["text"].strip()),
        status=line.get("status", Comment.Status.PUBLISHED),
        created_at=at,
    )


_REPORTS = (
    (Report.Reason.ATTACK, "This goes at the person, not at the point."),
    (Report.Reason.OFF_TOPIC, ""),
    (Report.Reason.FALSE, "The report says the opposite, on its second page."),
)
_VERBS = {"rejected": Decision.Verb.REJECT, "spam": Decision.Verb.SPAM}


def _decision(comment: Comment, line: dict[str, Any], moderator: User, at: datetime) -> Decision:
    """With the statement of reasons to its author, where a house rule is named."""
    reason = line.get("reason", "Advertising" if line["status"] == "spam" else "Personal attack")
    statement, rule = "", HouseRule.objects.filter(label=line.get("house_rule", "")).first()
    if rule:
        published = Comment(status=Comment.Status.PUBLISHED, text=comment.text)
        statement = statements.draw_up(rule, published, note=reason)
    return Decision(
        comment=comment,
        verb=_VERBS[line["status"]],
        reason=reason,
        house_rule=rule,
        statement=statement,
        status_before=Comment.Status.PUBLISHED,
        made_by=moderator,
        made_at=min(comment.created_at + timedelta(minutes=20), at),
    )
