"""How a moderator wants the desk to be: one's own choices, which nobody else is shown."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comments.desk.sweeping import place_in_queue, queue_url
from comments.models import DeskPreferences
from comments.moderation import exposure


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = DeskPreferences
        fields = ["covers_passages", "reminds_of_breaks"]
        help_texts = {
            "covers_passages": gettext_lazy(
                "Passages that the lists of words found, and links to pictures, are blurred until "
                "you ask to see them."
            ),
            "reminds_of_breaks": gettext_lazy(
                "After two hours without a break, or twenty-five of the hardest cases. It is "
                "computed from your own decisions and shown to nobody else."
            ),
        }


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    chosen = DeskPreferences.objects.for_moderator(request.user)
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=chosen)
    if form.is_valid():
        DeskPreferences.objects.update_or_create(
            moderator_id=request.user.pk, defaults=form.cleaned_data
        )
        messages.success(request, _("Your choices are saved."))
        return redirect("desk_preferences")
    context = {"title": _("Your desk"), "form": form}
    return TemplateResponse(request, "comments/desk/preferences.html", context)


@require_POST
def reminder(request: HttpRequest) -> HttpResponse:
    """Put off the reminder of a break."""
    exposure.put_off(request.user, timezone.now())
    messages.info(request, _("You will be reminded again in an hour."))
    return redirect(queue_url(*place_in_queue(request.POST)))
