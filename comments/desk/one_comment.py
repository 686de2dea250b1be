"""A comment at the desk, with an open case or without one: all that is known of it, and what a
moderator decides about it there or on the page where readers see it. A decision leads back to
that page; the script of the page asks for the fragments alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from comments import printing, reading, standing, switch
from comments.branches import Branches
from comments.desk import case as cases
from comments.desk import deciding
from comments.desk.deciding import Answer
from comments.models import Case, Comment, Decision
from comments.moderation import case_opening, decisions, queue
from comments.moderation.filters import Filters
from comments.moderation.queue import COUNTED
from comments.moderation.status_marks import status_marks
from newsroom.foundation.permissions import check_section

# Sent by the script of the page, which wants a fragment and not a whole page.
BY_SCRIPT = "X-Desk"

Verb = Decision.Verb
LABELS = {
    Verb.APPROVE: gettext_lazy("Approve"),
    Verb.RESTORE: gettext_lazy("Restore"),
    Verb.SPAM: gettext_lazy("Spam"),
}


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is known of the comment, and what can be decided; for the script only the latter."""
    comment = _comment(request, pk)
    if request.headers.get(BY_SCRIPT):
        return render(request, "comments/desk/_comment_acts.html", _acts(request, comment))
    return _page(request, comment)


@require_POST
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on the comment. If that fails, the page says so, with the note still in its field."""
    comment = _comment(request, pk)
    answer = deciding.decide(request, comment)
    if answer.failed and not request.headers.get(BY_SCRIPT):
        messages.warning(request, answer.words)
        return _page(request, _comment(request, pk), status=409)
    return _answer(request, pk, answer)


@require_POST
def retraction(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo one's own decision on the comment, if it is the last one."""
    last = Decision.objects.standing().filter(comment=pk).order_by("made_at", "pk").last()
    is_own = last is not None and last.made_by_id == request.user.pk
    if last is None or not is_own or str(last.act) != request.POST.get("act", ""):
        words = _("Nothing was undone: it is not your last decision on this comment.")
        return _answer(request, pk, Answer(words, failed=True))
    assert last.act
    outcome = decisions.undo(last.act, by=request.user, at=timezone.now())
    if outcome.decided:
        return _answer(request, pk, Answer(_("Undone.")))
    why = ", ".join(outcome.passed_over)
    return _answer(request, pk, Answer(_("Nothing was undone: %(why)s.") % {"why": why}, True))


@require_POST
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a case for the comment."""
    try:
        opened = case_opening.open_case(pk, by=request.user, at=timezone.now())
    except ValidationError as error:
        return _answer(request, pk, Answer(" ".join(error.messages), failed=True))
    if request.headers.get(BY_SCRIPT):
        return _answer(request, pk, Answer(_("The case is open.")))
    messages.success(request, _("The case is open."))
    return redirect("case", opened.pk)


def _comment(request: HttpRequest, pk: int) -> Comment:
    related = ("author", "parent__author", "thread__article__section")
    found = Comment.objects.select_related(*related).defer("thread__article__body")
    comment = found.filter(pk=pk).first() if pk < 2**63 else None
    if comment is None:
        raise Http404
    check_section(request.user, comment.thread.article.section_id)
    return comment


def _page(request: HttpRequest, comment: Comment, *, status: int = 200) -> HttpResponse:
    acts = _acts(request, comment)
    at = timezone.now()
    context = acts | {
        "title": _("Comment %(number)s") % {"number": comment.pk},
        "sheet": cases.sheet_of_comment(comment, acts["case"], request.user, at),
        "reason": request.POST.get("reason", "")[:500],
    }
    return TemplateResponse(request, "comments/desk/comment.html", context, status=status)


def _acts(request: HttpRequest, comment: Comment) -> dict[str, Any]:
    """What this moderator can decide on the comment, and where else to go."""
    found = Case.objects.open().filter(comment=comment).prefetch_related("causes").first()
    verbs = decisions.possible(comment, request.user, has_case=found is not None)
    return {
        "comment": comment,
        "case": found,
        "verbs": [(verb, _label(verb, comment)) for verb in verbs if verb != Verb.REJECT],
        "may_reject": Verb.REJECT in verbs,
        "is_own": comment.author_id == request.user.pk,
        "may_open_case": found is None and comment.status in case_opening.KINDS,
        "house_rules": cases.house_rules(),
    }


def _label(verb: Decision.Verb, comment: Comment) -> Any:
    if verb == Verb.APPROVE and comment.is_published:
        return _("Keep")
    return LABELS[verb]


def _answer(request: HttpRequest, pk: int, answer: Answer) -> HttpResponse:
    """For the script the comment as it is now; for everybody else the page on which it stands."""
    comment = _comment(request, pk)
    if request.headers.get(BY_SCRIPT):
        return _fragment(request, comment, answer)
    (messages.warning if answer.failed else messages.success)(request, answer.words)
    if reading.has_place(comment, request.user, timezone.now(), moderates=True):
        return redirect(comment)
    return redirect("comment_detail", pk)


def _fragment(request: HttpRequest, comment: Comment, answer: Answer) -> HttpResponse:
    at, article = timezone.now(), comment.thread.article
    prefetch_related_objects([article], "bylines__author")
    shown = Branches(article, request.user, at).shown(comment)
    is_open = switch.state(article, at).accepts_comments
    may_write = is_open and standing.of(request.user, at).may_write
    marks = status_marks([comment], request.user, at)
    context = {
        "answer": answer,
        "comment_html": printing.printed(shown, may_write=may_write, marks=marks),
        "moderation": {
            "open_count": queue.count(Filters(article=str(article.pk))),
            "counted_up_to": COUNTED,
        },
    }
    return render(request, "comments/desk/_comment_answer.html", context)
