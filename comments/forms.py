from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from articles.models import Article
from comments import posting
from comments.drafts import Place
from comments.models import Comment, LegalNotice, Report


@dataclass(frozen=True)
class Composer:
    """The form in which a comment is written. Not a Django form: what is wrong with a text is
    for posting alone to say, and the text comes back unchanged."""

    action: str
    text: str = ""
    complaint: str = ""
    token: uuid.UUID = field(default_factory=uuid.uuid4)
    label: str = "Your comment"
    button: str = "Post"
    place: str = ""
    """The name under which a browser keeps what is being typed here (`drafts.Place.key`)."""
    typed_at: datetime | None = None
    """When the text in it was typed; None for an empty form."""
    anchor: str = "write"
    limit: int = posting.TEXT_MAX_CHARACTERS

    @classmethod
    def under(cls, article: Article, parent: Comment | None, **fields: object) -> Composer:
        place = Place(article.pk, parent.pk if parent else None)
        if parent is None:
            return cls(place.path, place=place.key, **fields)  # type: ignore[arg-type]
        return cls(
            place.path,
            anchor=f"write-{parent.pk}",
            label="Your reply",
            button="Reply",
            place=place.key,
            **fields,  # type: ignore[arg-type]
        )

    @property
    def text_age_ms(self) -> int | None:
        """How long ago its text was typed: a browser whose clock is wrong can still tell whether
        what it kept is newer."""
        if self.typed_at is None:
            return None
        return max(0, (timezone.now() - self.typed_at) // timedelta(milliseconds=1))


def token_in(posted: str) -> uuid.UUID:
    """The token of a form; a fresh one where there is none, or none that we wrote."""
    try:
        return uuid.UUID(posted)
    except ValueError:
        return uuid.uuid4()


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ["reason", "text"]
        labels = {"reason": "What is wrong with it?", "text": "Anything we should know (optional)"}
        widgets = {
            "reason": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].choices = Report.Reason.choices  # type: ignore[attr-defined]


class LegalNoticeForm(forms.ModelForm):
    """What a notice must hold: Regulation (EU) 2022/2065, article 16(2)."""

    in_good_faith = forms.BooleanField(
        label="I believe in good faith that what I write here is accurate and complete.",
        error_messages={"required": "Without this we cannot take it for a notice."},
    )
    trap = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1})
    )

    class Meta:
        model = LegalNotice
        fields = ["name", "email", "text"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "text": forms.Textarea(attrs={"rows": 6}),
        }
        error_messages = {
            "name": {"required": "Please say who you are."},
            "email": {"required": "Please say where we can answer you."},
            "text": {"required": "Please say what in it is against which law."},
        }

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "email", "text", "in_good_faith")]

    @property
    def is_trapped(self) -> bool:
        """Whether a program has filled in what no person sees."""
        return bool(self.data.get("trap"))

    def told(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
