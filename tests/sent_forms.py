"""The forms of a page as a browser would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Form:
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """The names of the fields in which people type."""
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def data(self) -> dict[str, Any]:
        """For the test client: repeated values as lists."""
        data: dict[str, Any] = {}
        for name, value in self.fields:
            data.setdefault(name, []).append(value)
        return {name: each[0] if len(each) == 1 else each for name, each in data.items()}

    def typed(self, **values: Any) -> dict[str, Any]:
        return self.data | values


class _Reader(HTMLParser):
    TYPED = {"text", "email", "url", "search", "number", "tel", ""}

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.area: str | None = None
        self.select: str | None = None
        self.chosen = False
        self.first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(at.get("action", ""), at.get("method", "get").lower())
            self.forms.append(self.form)
        if self.form is None:
            return
        if tag == "input" and at.get("name") and "disabled" not in at:
            self._input(at)
        elif tag == "button" and at.get("name"):
            self.form.buttons.append((at["name"], at.get("value", "")))
        elif tag == "textarea":
            self.area, self.text = at.get("name", ""), ""
        elif tag == "select":
            self.select, self.chosen, self.first = at.get("name"), False, None
            self.is_multiple = "multiple" in at
        elif tag == "option" and self.select:
            if self.first is None:
                self.first = at.get("value", "")
            if "selected" in at:
                self.form.fields.append((self.select, at.get("value", "")))
                self.chosen = True

    def _input(self, at: dict[str, str]) -> None:
        assert self.form is not None
        kind, value = at.get("type", "text"), at.get("value", "")
        if kind in ("checkbox", "radio"):
            if "checked" in at:
                self.form.fields.append((at["name"], at.get("value", "on")))
        elif kind in ("submit", "image"):
            self.form.buttons.append((at["name"], value))
        elif kind not in ("file", "button", "reset"):
            self.form.fields.append((at["name"], value))
            if kind in self.TYPED:
                self.form.texts.append(at["name"])

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None:
            if self.form and self.area:
                self.form.fields.append((self.area, self.text.removeprefix("\n")))
                self.form.texts.append(self.area)
            self.area = None
        elif tag == "select" and self.form and self.select:
            if not self.chosen and not self.is_multiple and self.first is not None:
                self.form.fields.append((self.select, self.first))
            self.select = None
        elif tag == "form":
            self.form = None


def forms_of(page: Any) -> list[Form]:
    reader = _Reader()
    reader.feed(page.content.decode())
    return [form for form in reader.forms if form.method == "post"]


def form_with(page: Any, name: str) -> Form:
    """The form of the page that has a field of this name."""
    return next(form for form in forms_of(page) if name in dict(form.fields))
