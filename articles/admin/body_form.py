"""The body of an article in a form: nothing of it is left out without a word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles import body, library
from articles.body_losses import Losses, losses

# So much of an address is shown that one knows which it is.
SHOWN_LENGTH = 120


class BodyForm(forms.ModelForm):
    left_out: Losses | None = None
    """What the body that was sent loses when it is saved."""

    def clean_body(self) -> str:
        """The HTML as it was sent. A picture that would vanish is an error."""
        html: str = self.cleaned_data["body"] or ""
        self.left_out = losses(html)
        errors = [_elsewhere(source) for source in dict.fromkeys(self.left_out.pictures)]
        # What the article has shown all along stays; what is new must be there.
        names = set(body.picture_names(body.sanitise(html)))
        for name in sorted(names - set(body.picture_names(self.instance.body))):
            if not library.is_in_the_library(name):
                errors.append(_not_in_the_library(name))
        if errors:
            raise ValidationError([ValidationError(error, code="picture") for error in errors])
        return html

    def left_out_message(self) -> str:
        """What was left out of the body that was saved, in a sentence; or nothing."""
        if self.left_out is None:
            return ""
        parts: list[Any] = [f"<{tag}> ×{count}" for tag, count in self.left_out.elements.items()]
        parts += [
            _("the link to “%(address)s”") % {"address": address[:SHOWN_LENGTH]}
            for address in self.left_out.links
        ]
        if self.left_out.has_formatting:
            parts.append(_("colours, sizes and other formatting"))
        if not parts:
            return ""
        return _("Left out of the body, as no body may hold it: %(parts)s.") % {
            "parts": ", ".join(parts)
        }


def _elsewhere(source: str) -> str:
    if not source:
        return _("A picture in the text has no address. Remove it, or choose one of the library.")
    return _(
        "The picture at “%(address)s” is not in the library, and the paper shows no picture from "
        "elsewhere. Add it to the images and use its “address within a text”, or remove it."
    ) % {"address": source[:SHOWN_LENGTH]}


def _not_in_the_library(name: str) -> str:
    said = (
        _("The picture “%(name)s” was removed from the library. Remove it from the text.")
        if library.is_removed(name)
        else _("There is no picture “%(name)s” in the library. Remove it, or correct its address.")
    )
    return said % {"name": name.rpartition("/")[2][:SHOWN_LENGTH]}
