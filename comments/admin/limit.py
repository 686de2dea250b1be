"""What people set about the checks, the reports and the breaker: a form each, made from what the
code declares; a row is kept only of what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from articles import edition
from comments import reporting
from comments.admin.logged import Logged
from comments.models import Finding, Limit, Rulebook
from comments.moderation import breaker
from comments.moderation.breaker import BreakerLimits
from comments.screening.limits import settable
from comments.screening.pipeline import CHECKS

CAUGHT_WITHIN = timedelta(days=7)
NEVER_SHOWN = "key"


@dataclass(frozen=True)
class Settable:
    """Something about which people may set limits."""

    name: str
    label: str
    limits: type
    says: str
    is_on: bool = True
    warns: Callable[[Mapping[str, Any]], str] = lambda settings: ""
    """What stands in the way of what people have set; empty if nothing does."""


def _sentence(said: str | None) -> str:
    return " ".join((said or "").split())


SETTABLE = {
    each.name: each
    for each in (
        *(
            Settable(
                check.name, check.label, check.limits, _sentence(check.find.__doc__), check.is_on
            )
            for check in CHECKS
        ),
        Settable(
            reporting.LIMITS,
            "Reports",
            reporting.ReportLimits,
            "When readers’ reports alone take a comment out of sight, until somebody has looked.",
        ),
        Settable(
            "breaker",
            "The breaker",
            BreakerLimits,
            "When a conversation, or the site, is read first until somebody has looked.",
            warns=breaker.warning,
        ),
    )
}


class LimitForm(forms.ModelForm):
    """Filled by `form_for` with a field for each limit."""

    about: Settable

    class Meta:
        model = Limit
        fields = ["is_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self.instance.settings.items():
            if name in self.fields and name != NEVER_SHOWN:
                self.initial[name] = value

    def clean_key(self) -> str:
        """Never shown again: what is left empty stays as it was."""
        return self.cleaned_data[NEVER_SHOWN] or self.instance.settings.get(NEVER_SHOWN, "")

    def save(self, commit: bool = True) -> Limit:
        self.instance.settings = {
            each.name: self.cleaned_data[each.name]
            for each in settable(self.about.limits)
            if self.cleaned_data[each.name] != each.default
        }
        saved: Limit = super().save(commit)
        return saved


def form_for(about: Settable) -> type[LimitForm]:
    fields = {each.name: _form_field(each) for each in settable(about.limits)}
    return type("LimitForm", (LimitForm,), {"about": about, **fields})


def _form_field(limit: Field[Any]) -> forms.Field:
    about, default = limit.metadata["limit"], limit.default
    assert default is not MISSING
    told: dict[str, Any] = {
        "label": about["label"],
        "initial": default,
        "required": False,
        "help_text": " ".join(filter(None, [about["help_text"], _as_default(default)])),
    }
    if about["choices"]:
        return forms.ChoiceField(choices=about["choices"], **told | {"required": True})
    if isinstance(default, bool):
        return forms.BooleanField(**told)
    if isinstance(default, int | float):
        kind = forms.IntegerField if isinstance(default, int) else forms.FloatField
        return kind(min_value=about["least"], max_value=about["most"], **told | {"required": True})
    if limit.name == NEVER_SHOWN:
        kept = forms.PasswordInput(render_value=False)
        return forms.CharField(widget=kept, **told | {"help_text": "Left empty it stays as it is."})
    widget = forms.Textarea(attrs={"rows": 4}) if about["long"] else forms.TextInput
    return forms.CharField(widget=widget, **told)


def _as_default(default: Any) -> str:
    if isinstance(default, bool):
        return f"As shipped: {'on' if default else 'off'}."
    return f"As shipped: {default}." if default != "" else ""


class LimitAdmin(Logged):
    turns_rulebook = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Limit | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All of them, whether anybody has set anything or not, with what they caught of late."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = {row.name: row for row in Limit.objects.all()}
        since = timezone.now() - CAUGHT_WITHIN
        recent = Finding.objects.filter(found_at__gte=since, weight__gt=0)
        caught = dict(
            recent.order_by().values_list("check_name").annotate(Count("comment", distinct=True))
        )
        lines = [
            (about, rows[name].is_on if name in rows else about.is_on,
             bool(name in rows and rows[name].settings), caught.get(name, 0))
            for name, about in SETTABLE.items()
        ]  # fmt: skip
        context = {
            **self.admin_site.each_context(request),
            "title": "Checks",
            "opts": self.opts,
            "lines": lines,
            "days": CAUGHT_WITHIN.days,
        }
        return TemplateResponse(request, "admin/comments/limit/change_list.html", context)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Limit | None:
        if object_id not in SETTABLE:
            return None
        if request.method == "POST":
            self.lock_row(request, object_id)
        row = Limit.objects.filter(pk=object_id).first()
        return row or Limit(name=object_id, is_on=SETTABLE[object_id].is_on)

    def lock_row(self, request: HttpRequest, object_id: str) -> None:
        """There may be no row yet to lock: the rulebook, which every change turns, stands for
        it."""
        list(Rulebook.objects.select_for_update())
        super().lock_row(request, object_id)

    def get_form(
        self, request: HttpRequest, obj: Limit | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        assert obj is not None
        return self.checked(form_for(SETTABLE[obj.name]), request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Limit | None = None) -> Any:
        assert obj is not None
        about = SETTABLE[obj.name]
        names = [each.name for each in settable(about.limits)]
        says = " ".join(filter(None, [about.says, about.warns(obj.settings)]))
        return [(None, {"fields": ["is_on", *names], "description": says})]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs["obj"]
        context |= {"title": SETTABLE[obj.name].label, "subtitle": None}
        context |= {"show_save_and_add_another": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Limit, form: forms.ModelForm, change: bool
    ) -> None:
        """The first change of anything makes its row."""
        Limit.objects.get_or_create(pk=obj.pk, defaults={"is_on": SETTABLE[obj.name].is_on})
        obj._state.adding = False
        if obj.name == "newcomer":
            # Beside the form for a comment stands who is read first.
            edition.bump()
        super().save_model(request, obj, form, change)

    def save_related(self, *args: Any) -> None:
        """Nothing: nothing hangs on it."""

    def log_change(self, *args: Any) -> Any:
        """Nothing in the admin's own history: the log of the desk has it, without the secrets."""

    def construct_change_message(self, *args: Any) -> Any:
        return []
