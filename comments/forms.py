from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django import forms
from django.urls import reverse

from articles.models import Article
from comments import posting
from comments.models import Comment, Report


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
    """Under which name a browser keeps what is being typed; nothing where it should not."""
    anchor: str = "write"
    limit: int = posting.TEXT_MAX_CHARACTERS

    @classmethod
    def under(cls, article: Article, parent: Comment | None, **fields: object) -> Composer:
        if parent is None:
            return cls(reverse("write", args=[article.pk]), place=f"{article.pk}", **fields)  # type: ignore[arg-type]
        return cls(
            reverse("reply", args=[parent.pk]),
            anchor=f"write-{parent.pk}",
            label="Your reply",
            button="Reply",
            place=f"{article.pk}/{parent.pk}",
            **fields,  # type: ignore[arg-type]
        )


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
