"""Somebody who follows every link, and reads every form, of every page that is shown to them."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urldefrag, urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

HOME = "http://testserver"
# Of each kind of page as many as this are opened, by how many things are asked of it. Where two or
# more are asked they are one kind, whatever they are: of one list there are thousands.
OF_EACH_KIND = {0: 3, 1: 1, 2: 2}
# And one to which each other kind leads: a list of what was removed leads elsewhere.
OF_EACH_STEP = 1
MOST_ASKED = max(OF_EACH_KIND)
# Where one came from, and in which order: it makes no other page of it.
IN_PASSING = {"_changelist_filters", "o", "next"}
SIGN_IN = ("/accounts/login/", "/admin/login/")

URL_ATTRIBUTES = {
    ("a", "href"), ("area", "href"), ("link", "href"), ("use", "href"), ("script", "src"),
    ("img", "src"), ("source", "src"), ("video", "src"), ("audio", "src"), ("iframe", "src"),
    ("video", "poster"), ("object", "data"), ("embed", "src"), ("blockquote", "cite"),
}  # fmt: skip
SRCSETS = {("img", "srcset"), ("source", "srcset"), ("link", "imagesrcset")}
URL_IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
URL_IN_JS = re.compile(r"""^\s*(?:import|export)\b[^"']*["'](\.[^"']+)["']""", re.MULTILINE)
URL_IN_TEXT = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)]")


@dataclass
class Control:
    """A field or a button of a form."""

    tag: str
    attributes: dict[str, str]
    label: str = ""

    @property
    def type(self) -> str:
        given = self.attributes.get("type", "").lower()
        if self.tag == "button":
            return given if given in ("button", "reset") else "submit"
        return given or "text" if self.tag == "input" else self.tag

    @property
    def submits(self) -> bool:
        return self.tag in ("button", "input") and self.type in ("submit", "image")

    @property
    def is_disabled(self) -> bool:
        return "disabled" in self.attributes

    @property
    def does_nothing(self) -> bool:
        """Its method sends nothing where the form stands in no dialog."""
        return self.attributes.get("formmethod") == "dialog"

    @property
    def name(self) -> str:
        return " ".join((self.label or self.attributes.get("value", "")).split())

    @property
    def can_take_enter(self) -> bool:
        """Enter in it may send its form."""
        ignored = {"hidden", "submit", "image", "button", "reset", "file"}
        return self.tag == "input" and self.type not in ignored and not self.is_disabled


@dataclass
class Form:
    attributes: dict[str, str]
    controls: list[Control] = field(default_factory=list)

    @property
    def method(self) -> str:
        return self.attributes.get("method", "get").lower()

    def buttons(self) -> list[Control]:
        """Those that a person can press."""
        return [each for each in self._submits() if not each.does_nothing and not each.is_disabled]

    def pressed_by_enter(self) -> list[Control]:
        """What a browser presses on Enter in a field: the first submit button, or nothing if it is
        disabled; from a checkbox, a radio button or a date, Chromium and Safari press the first
        that is not disabled."""
        submits = self._submits()
        enabled = [each for each in submits if not each.is_disabled]
        pressed = [each for each in submits[:1] if not each.is_disabled] + enabled[:1]
        return [each for each in {id(each): each for each in pressed}.values()
                if not each.does_nothing]  # fmt: skip

    def query(self) -> str:
        """As the form stands, sent without anything being typed."""
        return urlencode(
            [
                (each.attributes["name"], each.attributes.get("value", ""))
                for each in self.controls
                if each.attributes.get("name")
                and not each.submits
                and (each.type not in ("checkbox", "radio") or "checked" in each.attributes)
            ]
        )

    def _submits(self) -> list[Control]:
        return [each for each in self.controls if each.submits]


class Page(HTMLParser):
    """What a page leads to, and its forms with the controls that belong to them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self._open: Form | None = None
        self._owned: list[tuple[str | Form, Control]] = []
        self._reading: Control | None = None
        self._import_map: list[str] | None = None
        self.feed(html)
        self.close()
        by_id = {form.attributes.get("id"): form for form in self.forms}
        for owner, control in self._owned:
            if form := by_id.get(owner) if isinstance(owner, str) else owner:
                form.controls.append(control)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if given.get(name)}
        for name, value in given.items():
            if (tag, name) in URL_ATTRIBUTES or name.startswith("data-ajax--url"):
                self.links.append(self._asked(name, value, given))
            elif (tag, name) in SRCSETS:
                self.links += [part.split()[0] for part in value.split(",") if part.strip()]
        if tag == "form":
            self._open = Form(given)
            self.forms.append(self._open)
        elif tag in ("input", "button", "select", "textarea"):
            self._own(Control(tag, given))
        elif tag == "script" and given.get("type") == "importmap":
            self._import_map = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "button":
            self._reading = None
        elif tag == "script" and self._import_map is not None:
            self.links += json.loads("".join(self._import_map))["imports"].values()
            self._import_map = None

    def handle_data(self, data: str) -> None:
        if self._reading:
            self._reading.label += data
        if self._import_map is not None:
            self._import_map.append(data)

    def _own(self, control: Control) -> None:
        if control.tag == "button":
            self._reading = control
        if "form" in control.attributes:
            self._owned.append((control.attributes["form"], control))
        elif self._open is not None:
            self._owned.append((self._open, control))

    @staticmethod
    def _asked(name: str, value: str, given: dict[str, str]) -> str:
        """A field that searches as one types asks with its own name."""
        if name != "data-ajax--url":
            return value
        asked = {key: given[f"data-{key.replace('_', '-')}"]
                 for key in ("app_label", "model_name", "field_name")}  # fmt: skip
        return f"{value}?{urlencode({'term': '', **asked})}"


@dataclass(frozen=True)
class Broken:
    shown_on: str
    link: str
    why: str

    def __str__(self) -> str:
        return f"{self.link}: {self.why} (shown on {self.shown_on})"


class Crawl:
    """By one person: `start`, then `broken` holds what leads nowhere and `pages` what was seen."""

    def __init__(self, client: Client, *, signed_in: bool) -> None:
        self.client, self.signed_in = client, signed_in
        self.broken: list[Broken] = []
        self.pages: dict[str, Page] = {}
        self.visited: dict[str, int] = {}
        self._kinds: Counter[tuple[str, ...]] = Counter()
        self._waiting: deque[tuple[str, str]] = deque()
        self._anchors: list[tuple[str, str, str]] = []
        self._files: set[str] = set()

    def start(self, *urls: str) -> Crawl:
        for url in urls:
            self._found(url, "the start", is_start=True)
        while self._waiting:
            url, shown_on = self._waiting.popleft()
            self._visit(url, shown_on)
        self._follow_anchors()
        return self

    def read(self, response: HttpResponse, url: str) -> None:
        """A page that was not asked for by a link: it was sent a form, or it is an error page."""
        self._read(url, response)

    def _visit(self, url: str, shown_on: str) -> None:
        response = self.client.get(url)
        self.visited[url] = response.status_code
        if response.status_code >= 400:
            self._breaks(shown_on, url, str(response.status_code))
        elif response.status_code in (301, 302, 303, 307, 308):
            target = urljoin(url, response.headers["Location"])
            if self.signed_in and target.startswith(SIGN_IN) and not url.startswith(SIGN_IN):
                self._breaks(shown_on, url, f"leads to {target}")
            self._found(target, f"{url}, which redirects")
        else:
            self._read(url, response)

    def _read(self, url: str, response: HttpResponse) -> None:
        kind = response.headers.get("Content-Type", "")
        if response.streaming:
            return
        if "xml" in kind:
            for link in re.findall(r"<(?:link|url|loc)[^>]*>([^<]+)<", response.text):
                self._found(link, url)
        elif "html" in kind:
            page = self.pages[url] = Page(response.text)
            for link in page.links:
                self._found(link, url)
            for form in page.forms:
                self._follow_form(form, url)

    def _follow_form(self, form: Form, url: str) -> None:
        actions = [form.attributes.get("action", ""),
                   *(each.attributes["formaction"] for each in form.controls
                     if "formaction" in each.attributes)]  # fmt: skip
        if form.method == "get":
            self._found(f"{urlsplit(urljoin(url, actions[0])).path}?{form.query()}", url)
            return
        for action in actions:
            path = urlsplit(urljoin(url, action)).path
            if not _is_known(path):
                self._breaks(url, path, "a form is sent to where nothing is")

    def _found(self, link: str, shown_on: str, *, is_start: bool = False) -> None:
        if link.startswith("#"):  # of the page itself, however it was come by
            self._anchors += [(shown_on, unquote(link[1:]), shown_on)] if link[1:] else []
            return
        whole = urljoin(urljoin(HOME, shown_on if shown_on.startswith("/") else "/"), link.strip())
        parts = urlsplit(whole)
        if parts.scheme not in ("http", "https") or parts.netloc not in _own_hosts():
            return
        anchor = urldefrag(whole).fragment
        path = parts.path or "/"
        url = quote(unquote(path)) + (f"?{parts.query}" if parts.query else "")
        if anchor and anchor != "top":
            self._anchors.append((url, unquote(anchor), shown_on))
        if path.startswith(
            (f"/{settings.STATIC_URL.strip('/')}/", f"/{settings.MEDIA_URL.strip('/')}/")
        ):
            self._look_for_file(path, shown_on)
        elif url not in self.visited:
            kind = _kind(path, parts.query)
            step = (_kind(urlsplit(shown_on).path, "")[0], "→", *kind)
            is_new_kind = self._kinds[kind] < OF_EACH_KIND[len(kind) - 1]
            is_new_step = len(kind) == 1 and self._kinds[step] < OF_EACH_STEP
            if is_start or is_new_kind or is_new_step:
                self._kinds[kind] += 1
                self._kinds[step] += 1
                self.visited[url] = 0
                self._waiting.append((url, shown_on))

    def _look_for_file(self, path: str, shown_on: str) -> None:
        """The server of the site gives files out, not a view."""
        if path in self._files:
            return
        self._files.add(path)
        _, folder, name = unquote(path).split("/", 2)
        if folder == _folders()[1]:
            there: Path | None = Path(settings.MEDIA_ROOT) / name
        else:
            there = Path(found) if (found := finders.find(name)) else None
        if there is None or not there.is_file():
            self._breaks(shown_on, path, "no such file")
        elif there.suffix in (".css", ".js"):
            text = there.read_text(encoding="utf-8")
            finds = (URL_IN_CSS if there.suffix == ".css" else URL_IN_JS).findall(text)
            for each in finds:
                self._found(each if isinstance(each, str) else each[0] or each[1], path)

    def _follow_anchors(self) -> None:
        for url, anchor, shown_on in self._anchors:
            page = self.pages.get(url)
            if page and anchor not in page.ids:
                self._breaks(shown_on, f"{url}#{anchor}", "no such place on the page")

    def _breaks(self, shown_on: str, link: str, why: str) -> None:
        self.broken.append(Broken(shown_on, link, why))


def links_in(text: str) -> list[str]:
    """The web addresses in a letter."""
    return URL_IN_TEXT.findall(text)


def forms_where_enter_acts(pages: Mapping[str, Page]) -> Iterator[tuple[str, str]]:
    """The kind of page, and the name of the button, wherever Enter presses one of several buttons,
    or one of a form of the staff that is sent and not only looked at."""
    for url, page in pages.items():
        for form in page.forms:
            is_sent_by_staff = form.method == "post" and url.startswith("/admin/")
            takes_enter = any(each.can_take_enter for each in form.controls)
            if len(form.buttons()) > 1 or (is_sent_by_staff and takes_enter):
                for button in form.pressed_by_enter():
                    yield _kind(urlsplit(url).path, "")[0], button.name


def _folders() -> tuple[str, str]:
    return settings.STATIC_URL.strip("/"), settings.MEDIA_URL.strip("/")


def _own_hosts() -> set[str]:
    """Under which the pages and the letters name the site."""
    named = urlsplit(getattr(settings, "SITE_URL", "")).netloc
    return {urlsplit(HOME).netloc, *settings.ALLOWED_HOSTS, named} - {""}


def _is_known(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _kind(path: str, query: str) -> tuple[str, ...]:
    """The pattern that answers, and what is asked of it."""
    try:
        match = resolve(unquote(path))
    except Resolver404:
        return (path,)
    asked = sorted({key for key, _ in parse_qsl(query, keep_blank_values=True)} - IN_PASSING)
    if len(asked) >= MOST_ASKED:
        asked = ["…"] * MOST_ASKED
    return (match.view_name or match.route, *asked)
