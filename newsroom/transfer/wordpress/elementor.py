"""Elementor keeps what people wrote beside the post, as JSON: where the post itself is empty, that
is its text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html

# Of the settings of a widget, those that are text, and how they are shown.
_HTML = ("editor", "html", "description_text", "testimonial_content", "tab_content")
_TITLES = ("title", "heading_title", "title_text", "tab_title")


def source_of(data: str) -> str:
    """The HTML of an Elementor page; empty for anything else."""
    try:
        elements = json.loads(data)
        return "\n\n".join(_texts(elements))
    except (ValueError, RecursionError):
        return ""


def _texts(elements: Any) -> Iterator[str]:
    for element in elements if isinstance(elements, list) else []:
        if not isinstance(element, dict):
            continue
        settings = element.get("settings")
        if isinstance(settings, dict) and element.get("elType") == "widget":
            yield from _of_widget(settings)
        yield from _texts(element.get("elements"))


def _of_widget(settings: dict[str, Any]) -> Iterator[str]:
    for name in _TITLES:
        if isinstance(title := settings.get(name), str) and title:
            yield f"<h2>{title}</h2>"
    image = settings.get("image")
    if isinstance(image, dict) and isinstance(image.get("url"), str) and image["url"]:
        yield format_html('<img src="{}" alt="{}">', image["url"], str(image.get("alt") or ""))
    for name in ("youtube_url", "vimeo_url", "dailymotion_url"):
        if isinstance(url := settings.get(name), str) and settings.get("video_type") in (
            None, name.partition("_")[0],
        ):  # fmt: skip
            yield url
    for name in _HTML:
        if isinstance(text := settings.get(name), str) and text:
            yield text
    for name in ("tabs", "icon_list"):
        if isinstance(inner := settings.get(name), list):
            for each in inner:
                if isinstance(each, dict):
                    yield from _of_widget(each)
                    if isinstance(text := each.get("text"), str):
                        yield text
