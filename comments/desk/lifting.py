"""Opening again: a suspension is lifted after one more look at what that means."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from comments.desk import consequences
from comments.desk.held_by_cause import held_by_cause
from comments.models import Suspension
from comments.moderation import reopening
from comments.moderation.reopening import Reopening
from newsroom.foundation.permissions import check_section

MODERATE = "comments.moderate_comment"


@require_http_methods(["GET", "HEAD", "POST"])
def lifting(request: HttpRequest, pk: int) -> HttpResponse:
    suspension = get_object_or_404(Suspension.objects.with_origin(), pk=pk)
    check_section(request.user, suspension.reach.section_id)
    at = timezone.now()
    may_publish = request.user.has_perm(MODERATE)
    if request.method == "POST":
        publishes = may_publish and "publish_held" in request.POST
        done = reopening.reopen(suspension, by=request.user, publish_held=publishes)
        if done.is_new:
            messages.success(request, _in_words(suspension, done))
        else:
            messages.warning(request, _("This suspension was lifted or over already."))
        return redirect("switchboard")
    if not Suspension.objects.standing(at).filter(pk=pk).exists():
        return redirect("suspension", pk=pk)
    return TemplateResponse(
        request,
        "comments/desk/lifting.html",
        {
            "title": _("Reopen %(place)s?") % {"place": suspension.reach},
            "suspension": suspension,
            "is_in_force": suspension.in_force(at),
            "others": suspension.others_in_force(at),
            "reach": consequences.of(suspension.reach),
            "held": held_by_cause(suspension, at, by=request.user),
            "may_publish": may_publish,
        },
    )


@require_POST
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what still waits only for a suspension that is over."""
    suspension = get_object_or_404(Suspension, pk=pk)
    outcome = reopening.publish_held(suspension, by=request.user)
    if outcome.decided:
        messages.success(request, _published(outcome.decided))
    else:
        messages.warning(request, _("Nothing was published: no comment waits only for it."))
    return redirect("suspension", pk=pk)


@require_POST
def publication_retraction(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold again all that was published with a reopening, no matter who published it."""
    suspension = get_object_or_404(Suspension, pk=pk)
    outcome = reopening.hold_again(suspension, by=request.user)
    if outcome.decided:
        words = ngettext(
            "%(number)s comment is held again.",
            "%(number)s comments are held again.",
            outcome.decided,
        )
        messages.success(request, words % {"number": outcome.decided})
    else:
        messages.warning(request, _("Nothing was taken back."))
    for why, number in outcome.passed_over.items():
        messages.warning(request, f"{number}: {why}.")
    return redirect("suspension", pk=pk)


def _in_words(suspension: Suspension, done: Reopening) -> str:
    lifted = _("Lifted for %(place)s.") % {"place": suspension.reach}
    words = [lifted, _published(done.published)] if done.published else [lifted]
    if others := suspension.others_in_force(timezone.now()):
        names = "; ".join(str(each) for each in others)
        words.append(_("Still in force there: %(others)s.") % {"others": names})
    else:
        words.append(_("Readers see it on the next page they open."))
    return " ".join(words)


def _published(number: int) -> str:
    words = ngettext(
        "%(number)s held comment was published; Undo on the desk takes that back.",
        "%(number)s held comments were published; Undo on the desk takes that back.",
        number,
    )
    return words % {"number": number}
