"""What the demo paper brought into this database, so that all of it can be taken away again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from articles.models import Article, Author, Image, Section, Topic, WebLink
from newsroom.demo import crowd, illustrate, script
from newsroom.demo.people import ACCOUNTS
from newsroom.models import DemoPaper, User

MODELS: tuple[type[Model], ...] = (Section, Topic, Author, Image, Article, WebLink, User)
# The key under which the names of the picture files are kept, beside the models.
FILES = "files"
# Loading takes a minute or two, and nobody can sign in before its end.
LOADED_WITHIN = timedelta(minutes=30)

PrimaryKeys = dict[str, set[int]]


def primary_keys() -> PrimaryKeys:
    """Of all rows that the database holds now, by model."""
    return {
        model._meta.label_lower: set(_all(model).values_list("pk", flat=True)) for model in MODELS
    }


def record(demo: DemoPaper, before: PrimaryKeys) -> None:
    """Write down what was loaded since `before`. Expects the transaction of the loading."""
    brought: dict[str, Any] = {
        label: sorted(keys - before[label]) for label, keys in primary_keys().items()
    }
    images = Image.objects.filter(pk__in=brought[Image._meta.label_lower])
    brought[FILES] = sorted(set(images.values_list("picture", flat=True)))
    demo.brought = brought
    demo.save(update_fields=["brought"])


class Brought:
    """The rows of the demo paper, by model. A picture that somebody put in the place of a drawn
    one is not of the demo."""

    def __init__(self, demo: DemoPaper) -> None:
        if demo.brought is None:
            self._keys = _by_script(demo)
            return
        self._keys = {
            model._meta.label_lower: set(demo.brought.get(model._meta.label_lower, ()))
            for model in MODELS
        }
        pictures = self.rows(Image).filter(picture__in=demo.brought.get(FILES, ()))
        self._keys["articles.image"] = set(pictures.values_list("pk", flat=True))

    def rows(self, model: Any) -> QuerySet[Any]:
        return _all(model).filter(pk__in=self._keys[model._meta.label_lower])


def _by_script(demo: DemoPaper) -> PrimaryKeys:
    """For a demo that was loaded before its rows were written down: what has the slugs, email
    addresses, names and files of the demo's own script."""
    paper, stories = script.paper(), script.stories()
    until = demo.opened_at + LOADED_WITHIN
    return {
        "articles.section": _keys(Section, slug__in=[each["slug"] for each in paper["section"]]),
        "articles.topic": _keys(Topic, slug__in=[each["slug"] for each in paper["topic"]]),
        "articles.author": _keys(Author, slug__in=[each["slug"] for each in paper["author"]]),
        "articles.image": {
            pk
            for pk, name in Image.objects.filter(added_at__lt=until).values_list("pk", "picture")
            if _file_pattern(paper, stories).fullmatch(name)
        },
        "articles.article": _keys(Article, slug__in=[story.slug for story in stories]),
        "articles.weblink": _keys(WebLink, url__in=[each["url"] for each in paper["web_link"]]),
        "newsroom.user": _people(until),
    }


def _people(until: Any) -> set[int]:
    names = {line["reader"] for _, lines in script.conversations() for line in lines}
    names |= {line["reader"] for line in crowd.comments(script.crowd())}
    accounts = Q(email__in=[account.email for account in ACCOUNTS])
    readers = Q(email__isnull=True, imported_from__isnull=True, display_name__in=names)
    loaded = User.objects.filter(accounts | readers, date_joined__lt=until)
    return set(loaded.values_list("pk", flat=True))


def _file_pattern(paper: dict[str, Any], stories: list[script.Story]) -> re.Pattern[str]:
    scenes = {story.facts["picture"] for story in stories} - {""}
    scenes |= {f"{illustrate.PORTRAIT}{each['portrait']}" for each in paper["author"]}
    names = "|".join(re.escape(scene.replace(":", "-")) for scene in sorted(scenes))
    # A file may have letters of its own after the name, so that no two are the same.
    return re.compile(rf"pictures/(\d{{4}}/\d{{2}}/)?({names})([-_][a-zA-Z0-9]+)?\.jpe?g")


def _keys(model: Any, **fields: Any) -> set[int]:
    return set(_all(model).filter(**fields).values_list("pk", flat=True))


def _all(model: Any) -> QuerySet[Any]:
    return model._base_manager.all()
