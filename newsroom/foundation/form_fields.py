"""Django's form fields for text, which clean what was typed before it is looked at. What shows
nothing to a reader counts as empty: where a text is required, it has to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from newsroom.foundation.clean_text import clean_line, clean_text
from newsroom.foundation.visible_text import has_visible_text

if TYPE_CHECKING:
    _Base = forms.CharField
else:
    _Base = object


class CleansText(_Base):
    """Text of several lines."""

    clean_typed = staticmethod(clean_text)

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values:
            value = self.clean_typed(str(value))
        text = super().to_python(value)
        return text if text and has_visible_text(text) else self.empty_value


class CleansLine(CleansText):
    """Text of one line."""

    clean_typed = staticmethod(clean_line)


class CleanTextField(CleansText, forms.CharField):
    """For a `Textarea`."""

    widget = forms.Textarea


class CleanCharField(CleansLine, forms.CharField):
    pass


class CleanSlugField(CleansLine, forms.SlugField):
    pass


class CleanEmailField(CleansLine, forms.EmailField):
    pass


class CleanURLField(CleansLine, forms.URLField):
    pass
