"""Django's model fields for text, which clean what is stored, however it comes: by a form, an
import, `save`, `bulk_create` or `update`. Migrations see Django's own fields, whose columns they
are. tests/test_house.py asks for them wherever a model of ours holds text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django_prose_editor.fields import ProseEditorField

from newsroom.foundation import form_fields
from newsroom.foundation.clean_text import clean_line, clean_text, clean_value
from newsroom.foundation.visible_text import balance_within

if TYPE_CHECKING:
    _Base = models.Field
else:
    _Base = object


class Cleans(_Base):
    """What all of these fields do; `clean_stored` says how a value is cleaned."""

    clean_stored = staticmethod(clean_value)

    def to_python(self, value: Any) -> Any:
        return self._cleaned(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(self._cleaned(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The instance holds what is stored from here on."""
        value = super().pre_save(model_instance, add)
        cleaned = self._cleaned(value)
        if cleaned != value:
            setattr(model_instance, self.attname, cleaned)
        return cleaned

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        django_field = next(each for each in type(self).__mro__ if each.__module__ in _DJANGOS)
        return name, f"django.db.models.{django_field.__name__}", args, kwargs

    def _cleaned(self, value: Any) -> Any:
        return value if hasattr(value, "resolve_expression") else self.clean_stored(value)


_DJANGOS = ("django.db.models.fields", "django.db.models.fields.json")


def _one_line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _lines(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


class CleanTextField(Cleans, models.TextField):
    """Text of several lines."""

    clean_stored = staticmethod(_lines)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": form_fields.CleanTextField, **kwargs})


class CleanCharField(Cleans, models.CharField):
    """Text of one line."""

    clean_stored = staticmethod(_one_line)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": form_fields.CleanCharField, **kwargs})


class Balances(Cleans):
    """For what stands among other text in lists, mails and feeds: it never turns the direction of
    what follows it."""

    def _cleaned(self, value: Any) -> Any:
        value = super()._cleaned(value)
        return balance_within(value, self.max_length) if isinstance(value, str) else value


class CleanNameField(Balances, CleanCharField):
    """A line that people read: a name, a headline, a label; no key and no pattern."""


class CleanIntroductionField(Balances, CleanTextField):
    """Several lines that people read beside a name."""


class CleanParagraphField(Cleans, models.CharField):
    """Text of several lines, but no more than so many characters."""

    clean_stored = staticmethod(_lines)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": form_fields.CleanTextField, **kwargs})


class CleanSlugField(Cleans, models.SlugField):
    clean_stored = staticmethod(_one_line)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": form_fields.CleanSlugField, **kwargs})


class CleanEmailField(Cleans, models.EmailField):
    clean_stored = staticmethod(_one_line)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": form_fields.CleanEmailField, **kwargs})


class CleanURLField(Cleans, models.URLField):
    clean_stored = staticmethod(_one_line)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": form_fields.CleanURLField, **kwargs})


class CleanJSONField(Cleans, models.JSONField):
    """Every text in it is cleaned, the keys included."""


class CleanProseEditorField(Cleans, ProseEditorField):
    """The HTML of an article, which the editor writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    clean_stored = staticmethod(_lines)
