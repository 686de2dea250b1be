"""The values of a form's fields in a shape that can be compared, signed and shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

from django import forms
from django.core.files.base import File
from django.db.models import Model, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField

BLOCK_ENDS = ("</p>", "</h2>", "</h3>", "</li>", "</blockquote>", "</tr>", "<br>", "</figcaption>")


def comparable(value: Any) -> str:
    """Return a value as one string, equal for what a browser would send back unchanged: None is
    the empty text, line ends are one, rows are their primary keys, times are whole seconds."""
    match value:
        case None | False:
            return ""
        case datetime():
            moment = value if timezone.is_aware(value) else timezone.make_aware(value)
            return moment.astimezone(UTC).replace(microsecond=0).isoformat()
        case FieldFile():
            return value.name or ""
        case File():
            return f"upload:{value.name}"
        case Model():
            return str(value.pk)
        case str():
            return value.replace("\r\n", "\n").strip()
        case Mapping():
            return json.dumps(value, sort_keys=True, default=str)
        case Iterable():
            return json.dumps(sorted(comparable(each) for each in value))
    return str(value)


def fingerprint(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:20]


def stored_value(form: forms.BaseForm, name: str) -> Any:
    """The value that the database has of a field: not rounded to what the widget can show."""
    instance = getattr(form, "instance", None)
    field = form.fields[name]
    if isinstance(field, forms.ModelMultipleChoiceField):
        pks = [getattr(each, "pk", each) for each in form[name].initial or ()]
        return _queryset(field).filter(pk__in=pks)
    names = {field.name for field in instance._meta.concrete_fields} if instance else set()
    return getattr(instance, name) if name in names else form[name].initial


def comparable_stored(form: forms.BaseForm, name: str) -> str:
    return comparable(form[name].initial)


def comparable_typed(form: forms.BaseForm, name: str) -> str:
    """Expects a form whose fields have been cleaned; what was refused counts as it was typed."""
    cleaned = getattr(form, "cleaned_data", {})
    return comparable(cleaned[name] if name in cleaned else form[name].data)


def readable(form: forms.BaseForm, name: str, value: Any) -> str:
    """Return a value as plain text for people."""
    field = form.fields[name]
    if getattr(field.widget, "input_type", "") == "password":
        return "•••" if value else ""
    if isinstance(field, forms.ModelMultipleChoiceField | forms.ModelChoiceField):
        return _readable_rows(field, value)
    if isinstance(field, ProseEditorFormField):
        return plain_text(str(value or ""))
    choices: dict[Any, Any] = dict(getattr(field, "choices", None) or ())
    if choices:
        return str(choices.get(value, value or ""))
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return str(localize(timezone.localtime(value)))
        case list() | tuple():
            return ", ".join(str(each) for each in value if each)
        case File():
            return value.name or ""
    return str(value)


def _readable_rows(field: forms.ModelChoiceField, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Model):
        return str(value)
    values = [value] if isinstance(value, str | int) else list(value)
    rows = [each for each in values if isinstance(each, Model)]
    keys = [each for each in values if not isinstance(each, Model)]
    try:
        rows += list(_queryset(field).filter(**{f"{field.to_field_name or 'pk'}__in": keys}))
    except (ValueError, TypeError):
        return ", ".join(map(str, keys))
    return ", ".join(str(row) for row in rows)


def _queryset(field: forms.ModelChoiceField) -> QuerySet:
    assert field.queryset is not None
    return field.queryset


def plain_text(html: str) -> str:
    """The words of a body, a line for each paragraph."""
    for end in BLOCK_ENDS:
        html = html.replace(end, f"{end}\n")
    lines = unescape(strip_tags(html)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
