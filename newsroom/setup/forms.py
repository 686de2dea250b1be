"""What a paper needs to be opened, each field with what may be wrong with it."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation.trans_real import get_supported_language_variant

from articles.models import Section
from newsroom.accounts.forms import DisplayNameField
from newsroom.accounts.naming import check_free
from newsroom.foundation.site_url import normalize_site_url
from newsroom.models import Masthead, User

SECTION_NAME_LENGTH = Section._meta.get_field("name").max_length


class PaperForm(forms.Form):
    """Field by field in the order in which a person is asked."""

    name = forms.CharField(
        label=gettext_lazy("Name of the paper"),
        max_length=Masthead._meta.get_field("name").max_length,
    )
    language = forms.CharField(label=gettext_lazy("Language, as in en, de or pt-br"), max_length=20)
    time_zone = forms.CharField(label=gettext_lazy("Time zone, as in Europe/Lisbon"))
    site_url = forms.CharField(
        label=gettext_lazy("Address of the site, as in https://courier.example")
    )
    sections = forms.CharField(
        label=gettext_lazy("Sections with commas, as in News,Culture"), max_length=2000
    )
    email = forms.EmailField(label=gettext_lazy("Email address of the first administrator"))
    display_name = DisplayNameField(label=gettext_lazy("Display name of the first administrator"))

    def clean_language(self) -> str:
        language = str(self.cleaned_data["language"]).lower().replace("_", "-")
        try:
            get_supported_language_variant(language)
        except LookupError:
            raise ValidationError(
                _("%(language)s is no language that is known here: write a code as in en or pt-br.")
                % {"language": language}
            ) from None
        return language

    def clean_time_zone(self) -> str:
        time_zone = str(self.cleaned_data["time_zone"])
        if time_zone not in available_timezones():
            raise ValidationError(
                _("%(time_zone)s is no time zone: write it as in Europe/Lisbon or UTC.")
                % {"time_zone": time_zone}
            )
        return time_zone

    def clean_site_url(self) -> str:
        try:
            return normalize_site_url(self.cleaned_data["site_url"])
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def clean_sections(self) -> list[str]:
        """Their names in order. Two may not have one address."""
        names = [" ".join(name.split()) for name in self.cleaned_data["sections"].split(",")]
        names = [name for name in names if name]
        slugs = [slug_of(name) for name in names]
        for name, slug in zip(names, slugs, strict=True):
            if not slug or len(name) > (SECTION_NAME_LENGTH or 80):
                raise ValidationError(_("“%(name)s” is no name for a section.") % {"name": name})
            if slugs.count(slug) > 1:
                raise ValidationError(_("The section “%(name)s” is named twice.") % {"name": name})
        if not names:
            raise ValidationError(_("Name one section at least."))
        return names

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])

    def clean_display_name(self) -> str:
        name = str(self.cleaned_data["display_name"])
        check_free(name, staff=True)
        return name


def slug_of(section: str) -> str:
    return slugify(section, allow_unicode=True)


def check_password(password: str, *, email: str, display_name: str) -> None:
    """Raise ValidationError for a password that an account may not have."""
    validate_password(password, User(email=email, display_name=display_name))
