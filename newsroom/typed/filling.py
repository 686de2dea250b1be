"""A form of a finished page, filled with what was typed into it before. The page is that of a GET:
nothing can be saved by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from newsroom.typed import _NOT_TYPED, ORIGIN, Typed, label_of

Attributes = list[tuple[str, str | None]]

TEXT_TYPES = {"", "text", "email", "url", "search", "number", "tel", "date", "time"} | {
    "datetime-local", "month", "week", "color", "range",
}  # fmt: skip
# The one hidden field that is filled: it keeps a comment that did arrive from being posted twice.
HIDDEN_FILLED = {"token"}


@dataclass
class Control:
    tag: str
    attributes: Attributes
    start: int
    end: int
    content_end: int = 0
    options: list[Control] = field(default_factory=list)

    def get(self, name: str) -> str:
        return dict(self.attributes).get(name) or ""

    @property
    def kind(self) -> str:
        return self.get("type").lower() if self.tag == "input" else self.tag

    @property
    def is_filled(self) -> bool:
        if self.kind == "hidden":
            return self.get("name") in HIDDEN_FILLED
        return self.kind in TEXT_TYPES | {"checkbox", "radio", "textarea", "select"}

    def written(self, **changes: str | None) -> str:
        """The tag with some attributes changed; None takes one away."""
        attributes = {name: value or "" for name, value in self.attributes}
        for name, value in changes.items():
            if value is None:
                attributes.pop(name, None)
            else:
                attributes[name] = value
        written = (f' {name}="{escape(value)}"' for name, value in attributes.items())
        return f"<{self.tag}{''.join(written)}>"


@dataclass
class PostForm:
    action: str
    begins_at: int
    controls: list[Control] = field(default_factory=list)


class _Reader(HTMLParser):
    """The forms of a page that are posted, with the places of their controls in the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.forms: list[PostForm] = []
        self._form: PostForm | None = None
        self._open: Control | None = None
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(html)

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        start = self._place()
        end = start + len(self.get_starttag_text() or "")
        control = Control(tag, attrs, start, end)
        if tag == "form":
            is_posted = control.get("method").lower() == "post"
            self._form = PostForm(control.get("action"), end) if is_posted else None
            if self._form:
                self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input":
            self._form.controls.append(control)
        elif tag in ("textarea", "select"):
            self._form.controls.append(control)
            self._open = control
        elif tag == "option" and self._open:
            self._open.options.append(control)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("textarea", "select") and self._open:
            self._open.content_end = self._place()
            self._open = None


def fill(html: str, typed: Typed) -> str | None:
    """Return the page with the form filled, and before its fields a word that nothing is saved
    yet; None where the page has no such form."""
    names = {name for name, _ in typed.fields}
    forms = [(_likeness(form, typed, names), form) for form in _Reader(html).forms]
    likeness, form = max(forms, key=lambda each: each[0], default=((0, False), None))
    if form is None or not likeness[0]:
        return None
    left = {name: list(values) for name, values in typed.fields}
    edits = sorted(_edits(form, left))
    pieces, at = [], 0
    for start, end, text in [(form.begins_at, form.begins_at, _notice(typed, left)), *edits]:
        pieces += [html[at:start], text]
        at = end
    return "".join([*pieces, html[at:]])


def _likeness(form: PostForm, typed: Typed, names: set[str]) -> tuple[int, bool]:
    own = {each.get("name") for each in form.controls if each.is_filled}
    return len(own & names), form.action == typed.path


def _edits(form: PostForm, left: dict[str, list[str]]) -> Iterator[tuple[int, int, str]]:
    """The changes to the text of the page. What found a place is taken out of `left`."""
    for control in form.controls:
        name = control.get("name")
        if not control.is_filled:
            continue
        if control.kind == "checkbox" or (control.kind == "radio" and name in left):
            value = control.get("value") or "on"
            is_chosen = value in left.get(name, [])
            if is_chosen:
                left[name].remove(value)
            yield control.start, control.end, control.written(checked="" if is_chosen else None)
        elif control.kind == "select":
            yield from _select(control, left.get(name, []))
        elif left.get(name):
            value = left[name].pop(0)
            if control.kind == "textarea":
                yield control.end, control.content_end, f"\n{escape(value)}"
            else:
                yield control.start, control.end, control.written(value=value)


def _select(control: Control, values: list[str]) -> Iterator[tuple[int, int, str]]:
    chosen = [each for each in control.options if each.get("value") in values]
    if not chosen:
        return
    for option in control.options:
        is_chosen = option in chosen
        yield option.start, option.end, option.written(selected="" if is_chosen else None)
    for option in chosen:
        if option.get("value") in values:
            values.remove(option.get("value"))


def _notice(typed: Typed, left: dict[str, list[str]]) -> SafeString:
    said = format_html(
        '<ul class="messages messagelist" role="status"><li class="warning" data-level="warning">'
        "{}</li></ul>",
        not_saved_yet(typed),
    )
    without_place = [
        (label_of(name), value)
        for name, values in left.items()
        for value in values
        if value.strip() and not _NOT_TYPED.search(name) and name != ORIGIN
    ]
    if not without_place:
        return said
    return said + format_html(
        '<div class="typed-left"><p>{}</p>{}</div>',
        _("These have no place in the form as it is now:"),
        format_html_join(
            mark_safe(""),
            '<p>{}</p><textarea rows="3" readonly aria-label="{}">\n{}</textarea>',
            ((label, label, value) for label, value in without_place),
        ),
    )


def not_saved_yet(typed: Typed) -> str:
    if typed.has_files:
        return _("Not saved yet: look it over, choose your files again, and save.")
    return _("Not saved yet: look it over and save.")
