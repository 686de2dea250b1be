"""Letters to readers by mail, sent beside the site. What is to be sent is written down in the
transaction of the act that it tells of: both are there or neither."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from comments.models import Decision, LegalNotice
from newsroom.foundation.clean_text import clean_text
from newsroom.foundation.mail import paper_name, sender
from newsroom.foundation.site_url import absolute_url
from newsroom.foundation.visible_text import balance_directions

# A mail server that restarts is back in minutes, one that is being repaired within the day.
PAUSES = (timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=6))
EXCERPT_CHARACTERS = 400


def send_statements(decisions: Iterable[Decision]) -> None:
    """The statements of these decisions to the authors of their comments, however many were made
    at once in one letter each. Expects the transaction of the act; does nothing where no mail is
    sent."""
    if not settings.SENDS_MAIL:
        return
    letters: dict[int, list[int]] = defaultdict(list)
    for each in decisions:
        if each.statement:
            letters[each.comment.author_id].append(each.pk)
    for pks in letters.values():
        statements.enqueue(pks, 0)


def send_receipt(notice: LegalNotice) -> None:
    """Expects the transaction in which the notice is filed."""
    if settings.SENDS_MAIL:
        receipt.enqueue(notice.pk, 0)


def send_letter(person: Any, subject: str, text: str) -> None:
    """Expects the transaction of the act that the letter is about."""
    if settings.SENDS_MAIL and person.email:
        letter.enqueue(person.pk, subject, text, 0)


@task
def letter(pk: int, subject: str, text: str, attempt: int) -> None:
    """To the address that the person has by now."""
    to = get_user_model()._default_manager.get(pk=pk).email
    if to and not _sent(subject, text, to) and attempt < len(PAUSES):
        later = letter.using(run_after=timezone.now() + PAUSES[attempt])
        later.enqueue(pk, subject, text, attempt + 1)


@task
def statements(pks: list[int], attempt: int) -> None:
    """What was taken back meanwhile is left out."""
    decisions = list(
        Decision.objects.standing()
        .filter(pk__in=pks)
        .select_related("comment__author", "comment__thread__article")
        .order_by("pk")
    )
    if not decisions or not (to := decisions[0].comment.author.email):
        return
    text = render_to_string(
        "comments/mail/statement.txt",
        _signed(
            decisions=[(each, _excerpt(each.comment.text)) for each in decisions],
            statements=list(dict.fromkeys(each.statement for each in decisions)),
            mine=absolute_url(reverse("my_comments")),
        ),
    )
    many = len(decisions) > 1
    subject = f"About {len(decisions)} comments of yours" if many else "About a comment of yours"
    if not _sent(subject, text, to) and attempt < len(PAUSES):
        statements.using(run_after=timezone.now() + PAUSES[attempt]).enqueue(pks, attempt + 1)


@task
def receipt(pk: int, attempt: int) -> None:
    notice = LegalNotice.objects.select_related("comment__thread__article").get(pk=pk)
    text = render_to_string(
        "comments/mail/legal_notice.txt",
        _signed(notice=notice, address=absolute_url(notice.comment.get_absolute_url())),
    )
    if not _sent("We have received your notice", text, notice.email) and attempt < len(PAUSES):
        receipt.using(run_after=timezone.now() + PAUSES[attempt]).enqueue(pk, attempt + 1)


def _signed(**context: Any) -> dict[str, Any]:
    """What a letter is made of, with the paper's name and address under it."""
    return {**context, "paper": paper_name(), "home": absolute_url("/")}


def _excerpt(text: str) -> str:
    short = textwrap.shorten(clean_text(text), EXCERPT_CHARACTERS, placeholder=" …")
    quoted = textwrap.fill(short, 76, initial_indent="> ", subsequent_indent="> ")
    return balance_directions(quoted)


def _sent(subject: str, text: str, to: str) -> bool:
    try:
        return bool(send_mail(subject, text, sender(), [to]))
    except (OSError, SMTPException):
        return False
