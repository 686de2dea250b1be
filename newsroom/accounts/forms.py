"""The display name wherever one is given: at sign-up, on its own page and in the admin."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from comments.screening import newcomers
from newsroom.accounts import display_names, naming
from newsroom.models import User

HELP = "What others see beside your comments: your own name, or one you like to be known by."


class DisplayNameField(forms.CharField):
    """A name in good form. Whether it is free is asked by `naming.check_free`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Display name")
        kwargs.setdefault("help_text", HELP)
        super().__init__(max_length=display_names.LENGTH_MAX, **kwargs)
        self.widget.attrs["autocomplete"] = "nickname"

    def to_python(self, value: Any) -> str:
        return display_names.tidy(super().to_python(value) or "")

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        if value:
            display_names.check_form(value)


class SignupForm(forms.Form):
    """What allauth's two forms of signing up, by password and by another site, have in common."""

    display_name = DisplayNameField()
    field_order = ["email", "display_name", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Who makes an account in order to comment knows before what becomes of the comment."""
        super().__init__(*args, **kwargs)
        read_first = newcomers.sentence_for_strangers(newcomers.limits_in_force(timezone.now()))
        self.fields["display_name"].help_text = f"{HELP} {read_first}".strip()

    def clean_display_name(self) -> str:
        name = str(self.cleaned_data["display_name"])
        naming.check_free(name)
        naming.check_screening(name, timezone.now())
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        """Nothing is left to do: the adapter gives the name before the first save."""


class NameForm(forms.Form):
    display_name = DisplayNameField()

    def __init__(self, person: User, data: Any = None) -> None:
        super().__init__(data, initial={"display_name": person.display_name})
        self.person = person

    def clean_display_name(self) -> str:
        name = str(self.cleaned_data["display_name"])
        naming.check_free(name, self.person, staff=self.person.is_staff)
        return name
