"""The form with which commenting is suspended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from articles.models import Article, Section
from comments import notices
from comments.models import Mode, Scope, Suspension
from comments.models.scope import article_at
from comments.notices import Letter
from comments.text_search import containing, folded_words
from newsroom.foundation import permissions
from newsroom.foundation.form_fields import CleanCharField, CleanTextField

ARTICLES_OFFERED = 8
PLACE_FIELDS = ("scope", "section", "article_sought", "article")


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class SuspensionForm(forms.Form):
    """What has been drafted for the reader is sent along unseen: as long as the letter still
    says the same, nobody has written it, and it follows scope, mode and cause."""

    scope = forms.ChoiceField(
        label="Where", choices=Suspension.Kind.choices, widget=forms.RadioSelect
    )
    section = forms.ModelChoiceField(
        Section.objects.all(), required=False, empty_label="Choose a section"
    )
    article_sought = forms.CharField(
        label="Article", required=False, help_text="Its address, or words of its headline."
    )
    article = forms.ModelChoiceField(
        Article.objects.none(),
        label="Articles that fit",
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    mode = forms.ChoiceField(label="How", choices=Suspension.MODES, widget=forms.RadioSelect)
    cause = forms.ChoiceField(label="Cause", choices=Suspension.CAUSES)
    begins = forms.ChoiceField(
        choices=[("now", "At once"), ("later", "Later, at")], widget=forms.RadioSelect
    )
    starts_at = forms.DateTimeField(label="Begins at", required=False, widget=Moment)
    ends = forms.ChoiceField(
        choices=[("unknown", "Not known yet: until somebody reopens"), ("known", "On its own, at")],
        widget=forms.RadioSelect,
    )
    ends_at = forms.DateTimeField(label="Ends at", required=False, widget=Moment)
    reason = CleanTextField(
        label="Reason, for colleagues",
        help_text="Kept with the suspension; readers do not see it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    notice_title = CleanCharField(label="Title", max_length=120)
    notice_body = CleanTextField(
        label="Letter",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Empty lines part paragraphs; *emphasis*, **strong** and [links](https://…) "
        "work. The paper’s name is set beneath it, and the end if it is known.",
    )
    drafted_title = forms.CharField(required=False, widget=forms.HiddenInput)
    drafted_body = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    data: QueryDict

    def __init__(self, data: QueryDict, *, by: Any) -> None:
        super().__init__(data.copy(), label_suffix="")
        self.by = by
        if (sections := permissions.sections_of(by)) is not None:
            own = Section.objects.filter(pk__in=sections)
            self.fields["section"].queryset = own  # type: ignore[attr-defined]
        self.letter: Letter | None = None
        self.found = articles_that_fit(self.data.get("article_sought", ""))
        keys = {str(article.pk) for article in self.found}
        if self.data.get("article") not in keys:
            self.data["article"] = keys.pop() if len(keys) == 1 else ""
        fitting = Article.objects.filter(pk__in=[each.pk for each in self.found]).latest_first()
        self.fields["article"].queryset = fitting  # type: ignore[attr-defined]

    @property
    def letter_is_drafted(self) -> bool:
        """Whether nobody has changed the letter since it was drafted."""
        pairs = (("notice_title", "drafted_title"), ("notice_body", "drafted_body"))
        return all(self._plain(written) in ("", self._plain(drafted)) for written, drafted in pairs)

    def redraft(self) -> None:
        """Put the letter for this scope, mode and cause in place of what is there."""
        if self.letter is None:
            return
        for field, text in (("title", self.letter.title), ("body", self.letter.body)):
            self.data[f"notice_{field}"] = self.data[f"drafted_{field}"] = text

    def forget_complaints(self, *, but_about: tuple[str, ...] = ()) -> None:
        """What is asked for on the way is not yet missing."""
        for name in [each for each in self.errors if each not in but_about]:
            del self.errors[name]

    def clean_reason(self) -> str:
        return self.cleaned_data["reason"].strip()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self._clean_place(said)
        self._clean_period(said, timezone.now())
        self.letter = self._letter(said)
        if self.letter and self.letter_is_drafted:
            said["notice_title"], said["notice_body"] = self.letter.title, self.letter.body
            for name in ("notice_title", "notice_body"):
                self.errors.pop(name, None)
        return said

    def order(self) -> dict[str, Any]:
        """What `switch.suspend` is to do. Expects a valid form."""
        said = self.cleaned_data
        return {
            "scope": self.place(said),
            "mode": Mode(said["mode"]),
            "cause": said["cause"],
            "reason": said["reason"],
            "notice_title": said["notice_title"],
            "notice_body": said["notice_body"],
            "starts_at": said["starts_at"],
            "ends_at": said["ends_at"],
        }

    @staticmethod
    def place(said: dict[str, Any]) -> Scope:
        return Scope(section=said.get("section"), article=said.get("article"))

    def _clean_place(self, said: dict[str, Any]) -> None:
        kind = said.get("scope")
        if kind != Suspension.Kind.SECTION:
            said["section"] = None
        elif not said.get("section"):
            self.add_error("section", "Choose the section.")
        if kind != Suspension.Kind.ARTICLE:
            said["article"] = None
        elif not said.get("article"):
            if self.found:
                self.add_error("article", "Several articles fit: choose one.")
            else:
                self.add_error("article_sought", "No article has this address or these words.")
        self._check_sections(said)

    def _check_sections(self, said: dict[str, Any]) -> None:
        """Say it here already where a moderator of some sections would be refused."""
        if any(name in self.errors for name in PLACE_FIELDS):
            return
        try:
            permissions.check_section(self.by, self.place(said).section_id)
        except permissions.OutsideSectionsError as refusal:
            self.add_error("scope", str(refusal))

    def _clean_period(self, said: dict[str, Any], at: datetime) -> None:
        if said.get("begins") == "now":
            said["starts_at"] = None
        elif not said.get("starts_at") and "starts_at" not in self.errors:
            self.add_error("starts_at", "Say when it begins.")
        if said.get("ends") == "unknown":
            said["ends_at"] = None
        elif not said.get("ends_at") and "ends_at" not in self.errors:
            self.add_error("ends_at", "Say when it ends, or that this is not known yet.")
        begins, ends = said.get("starts_at") or at, said.get("ends_at")
        if ends and ends <= max(begins, at):
            self.add_error("ends_at", "It must end after it begins, and in the future.")

    def _letter(self, said: dict[str, Any]) -> Letter | None:
        known = said.get("mode") and said.get("cause")
        if not known or any(name in self.errors for name in PLACE_FIELDS):
            return None
        return notices.letter(
            self.place(said), mode=said["mode"], cause=said["cause"], ends_at=said.get("ends_at")
        )

    def _plain(self, name: str) -> str:
        return self.data.get(name, "").replace("\r\n", "\n").strip()


def articles_that_fit(sought: str) -> list[Article]:
    """By its address, or else by the words of its headline; latest first."""
    if found := article_at(sought):
        return [found]
    words = sought.split()
    if not words:
        return []
    articles = Article.objects.latest_first()
    alike = containing(articles, ["headline"], folded_words(words))
    as_written = Q()
    for word in words:
        as_written &= Q(headline__icontains=word)
    return list(articles.filter(as_written | Q(pk__in=alike)).defer("body")[:ARTICLES_OFFERED])
