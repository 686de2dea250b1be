"""Where alerts go, a trial of each, and what became of the last ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comments import switch
from comments.admin.logged import MASK, Logged
from comments.admin.records import ReadOnly
from comments.models import Alert, AlertChannel
from comments.moderation import alerts

LAST_SHOWN = 20


class LastAlertsInline(ReadOnly, admin.TabularInline):
    model = Alert
    extra = 0
    classes = ["history"]
    fields = ["made_at", "subject", "became", "attempts", "failure"]
    readonly_fields = ["became"]
    verbose_name_plural = f"The last {LAST_SHOWN} alerts"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The last of this channel: a slice could not be narrowed to it afterwards."""
        match = request.resolver_match
        channel = match.kwargs.get("object_id", "") if match else ""
        of_it = Alert.objects.filter(channel=int(channel) if channel.isdecimal() else 0)
        last = of_it.order_by("-made_at", "-id").values("pk")[:LAST_SHOWN]
        return super().get_queryset(request).filter(pk__in=last)

    @admin.display(description="became of it")
    def became(self, alert: Alert) -> str:
        if alert.sent_at:
            if _reaches_nobody(alert.channel):
                return str(TO_TERMINAL)
            return f"Sent at {timezone.localtime(alert.sent_at):%H:%M}"
        if alert.given_up_at:
            return "Given up"
        return "Tried again soon" if alert.attempts else "On its way"


TO_TERMINAL = gettext_lazy("Nobody got it: this site has no mail server (EMAIL_URL)")


def _reaches_nobody(channel: AlertChannel) -> bool:
    return channel.kind == AlertChannel.Kind.MAIL and not settings.SENDS_MAIL


class AlertChannelAdmin(Logged):
    list_display = ["masked_target", "kind", "is_on", "last"]
    inlines = [LastAlertsInline]
    fields = [
        "kind",
        "target",
        "is_on",
        "on_breaker",
        "on_queue",
        "queue_minutes",
        "on_legal",
        "on_switch",
    ]

    def as_logged(self, obj: models.Model, name: str, value: Any) -> Any:
        return MASK if name == "target" else super().as_logged(obj, name, value)

    def delete_model(self, request: HttpRequest, obj: AlertChannel) -> None:
        """Whoever throws the switch writes to the log and then to the channels, whoever deletes a
        channel the other way round: they must not meet half-way."""
        with switch.alone():
            super().delete_model(request, obj)

    @admin.display(description="target", ordering="target")
    def masked_target(self, channel: AlertChannel) -> str:
        """The path of a hook is its key: whoever knows it may write there."""
        if channel.kind == AlertChannel.Kind.MAIL:
            return channel.target
        parts = urlsplit(channel.target)
        return f"{parts.scheme}://{parts.hostname}/…"

    @admin.display(description="last alert")
    def last(self, channel: AlertChannel) -> str:
        made_at: datetime | None = channel.last_made_at  # type: ignore[attr-defined]
        if made_at is None:
            return "None yet"
        sent = TO_TERMINAL if _reaches_nobody(channel) else "sent"
        fate = channel.last_failure or (sent if channel.last_sent_at else "on its way")  # type: ignore[attr-defined]
        return f"{timezone.localtime(made_at):%d %b, %H:%M}: {fate}"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[AlertChannel]:
        latest = Alert.objects.filter(channel=OuterRef("pk")).order_by("-made_at", "-id")
        return (
            super()
            .get_queryset(request)
            .annotate(
                last_made_at=Subquery(latest.values("made_at")[:1]),
                last_sent_at=Subquery(latest.values("sent_at")[:1]),
                last_failure=Subquery(latest.values("failure")[:1]),
            )
        )

    def get_fields(self, request: HttpRequest, obj: AlertChannel | None = None) -> list[Any]:
        """Those who may only look never see the key."""
        if self.has_change_permission(request, obj) or self.has_add_permission(request):
            return list(self.fields or ())
        return ["masked_target" if name == "target" else name for name in self.fields or ()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["masked_target"] if "masked_target" in self.get_fields(request, obj) else []

    def get_inlines(self, request: HttpRequest, obj: AlertChannel | None) -> list[Any]:
        return list(self.inlines) if obj else []

    def get_urls(self) -> list[Any]:
        return [
            path(
                "<int:pk>/trials/",
                self.admin_site.admin_view(require_POST(self.trials)),
                name="comments_alertchannel_trials",
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: AlertChannel | None = None,
    ) -> HttpResponse:
        context["may_try"] = obj is not None and self.has_change_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def trials(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A trial message goes the way of every other."""
        channel = get_object_or_404(AlertChannel, pk=pk)
        if not self.has_change_permission(request, channel):
            raise PermissionDenied
        with transaction.atomic():
            alerts.trial(channel, request.user, timezone.now())
        self.message_user(
            request,
            "A trial message is on its way. Below is what became of it, as soon as it is known.",
            messages.SUCCESS,
        )
        return HttpResponseRedirect(reverse("admin:comments_alertchannel_change", args=[pk]))
