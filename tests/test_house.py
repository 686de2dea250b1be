"""The habits of the house that no linter can see. Each list of exceptions expires: one that is
no longer needed fails here."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from newsroom.foundation.model_fields import Cleans

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("newsroom", "comments", "articles")


def kept(*suffixes: str) -> list[Path]:
    """The files of the project with one of these endings."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    paths = (ROOT / name for name in listed if name.endswith(suffixes))
    return sorted({path for path in paths if path.is_file()})


def ours() -> list[Path]:
    """The code of the three rooms, without migrations."""
    return [
        path
        for path in kept(".py")
        if path.relative_to(ROOT).parts[0] in ROOMS and "migrations" not in path.parts
    ]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def lines_matching(pattern: str, paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{name(path)}:{number}: {line.strip()}")
    return found


# Architecture


def test_the_papers_templates_know_nothing_of_the_conversation():
    paths = [path for path in kept(".html") if name(path).startswith("templates/articles/")]
    assert paths
    assert lines_matching(r"comments|conversation\.|newsroom/|switchboard", paths) == []


def test_at_most_five_imports_stand_inside_functions_and_each_says_why():
    inside = [
        f"{name(path)}: {line.strip()}"
        for path in ours()
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s+(from \S+ )?import ", line) and "PLC0415" in line
    ]
    assert len(inside) <= 5, inside
    assert [line for line in inside if not re.search(r"PLC0415 - \w+", line)] == []


def test_a_rule_of_visibility_is_written_on_the_queryset_alone():
    outside = [path for path in ours() if "models" not in path.parts]
    assert lines_matching(r"\.(filter|exclude)\(\s*(Q\()?(status|state)=", outside) == []


def test_no_module_has_a_name_that_says_nothing():
    refused = {"utils", "util", "helpers", "services", "managers", "common", "misc", "core"}
    assert [name(path) for path in ours() if path.stem in refused] == []
    assert [path for path in ours() if path.parent.name in refused] == []


def test_no_address_says_what_to_do_instead_of_what_it_is():
    verbs = {
        "add", "approve", "create", "delete", "edit", "lift", "post", "publish", "reject",
        "remove", "restore", "save", "submit", "suspend", "undo", "unpublish", "update",
    }  # fmt: skip
    addresses = [route for module, route in addresses_of(get_resolver()) if module in ROOMS]
    assert "comments/<int:pk>/report/" in addresses
    assert [a for a in addresses if verbs & set(re.split(r"[/_-]", a))] == []


def addresses_of(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses_of(entry, route)
        elif isinstance(entry, URLPattern):
            room, *inside = entry.callback.__module__.split(".")
            if "admin" not in inside:  # there Django gives the addresses
                yield room, route


# Sizes


def test_modules_stay_small():
    sizes = {name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in ours()}
    assert {p: n for p, n in sizes.items() if n > 400} == {}
    assert sum(n >= 200 for n in sizes.values()) <= len(sizes) / 10, {
        p: n for p, n in sizes.items() if n >= 200
    }


def test_functions_stay_under_fifty_lines():
    long = [
        f"{name(path)}: {node.name} has {node.end_lineno - node.lineno + 1}"
        for path in ours()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 50
    ]
    assert long == []


def test_templates_stay_under_150_lines():
    sizes = {name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in kept(".html")}
    assert {p: n for p, n in sizes.items() if n > 150} == {}


# Saving


# Whole rows are written where a form or a builder of rows has just made or validated them.
SAVES_WHOLE = {
    "newsroom/demo/load.py": "rows made a moment ago, in an empty database",
}


def test_a_save_says_what_it_writes():
    """`x.save()` is for what was made two lines above; every other save names its fields."""
    bare = []
    for path in ours():
        for function in (n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef)):
            made = {
                target.id
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            bare += [
                f"{name(path)}:{call.lineno}"
                for call in ast.walk(function)
                if isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr == "save"
                and isinstance(call.func.value, ast.Name)
                and not call.args
                and not call.keywords
                and call.func.value.id not in {*made, "form", "formset"}
            ]
    assert [b for b in bare if not b.startswith(tuple(SAVES_WHOLE))] == []
    needed = {each for each in SAVES_WHOLE for b in bare if b.startswith(each)}
    assert needed == set(SAVES_WHOLE), "an exception is no longer needed"


# Made by libraries out of what was typed.
CLEANED_ELSEWHERE = {
    "newsroom.User.password": "a hash",
    "articles.Image.point_of_interest": "two numbers",
}


def test_every_text_that_a_model_keeps_is_cleaned():
    """Choices apart, which nobody types."""
    texts = (models.CharField, models.TextField, models.JSONField)
    typed = [
        field
        for app in ROOMS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, texts) and not field.choices and field.model is model
    ]
    assert typed
    not_cleaned = {str(field) for field in typed if not isinstance(field, Cleans)}
    assert not_cleaned == set(CLEANED_ELSEWHERE)


# Looks


def test_colours_and_fonts_are_named_in_the_tokens_alone():
    sheets = [p for p in kept(".css") if name(p).startswith("static/") and p.name != "tokens.css"]
    assert sheets
    colour = r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\b(rgba?|hsla?|oklch|oklab)\("
    assert lines_matching(colour, [s for s in sheets if s.name != "print.css"]) == []
    assert lines_matching(r"font-family:(?!\s*(var\(|inherit))", sheets) == []


def test_nothing_in_a_style_sheet_is_important_but_in_print_and_for_reduced_motion():
    sheets = [p for p in kept(".css") if p.name not in ("print.css", "reset.css")]
    assert lines_matching(r"!important", sheets) == []


def test_no_template_holds_a_script_a_style_or_a_handler():
    script = r"<script(?![^>]*(src=|type=\"(application/json|importmap)))"
    inline = rf"<style|\sstyle=|\son\w+=\"|javascript:|{script}"
    assert lines_matching(inline, kept(".html")) == []


def test_zoom_is_never_disabled():
    assert lines_matching(r"user-scalable|maximum-scale", kept(".html")) == []


# Migrations


def migrations() -> list[Path]:
    return [p for p in kept(".py") if p.parent.name == "migrations" and p.stem != "__init__"]


def test_migrations_are_named_by_what_they_do():
    assert [
        name(p) for p in migrations() if re.search(r"_(auto|initial)|alter_.*_and", p.stem)
    ] == []


def test_migrations_lean_on_none_of_our_modules():
    assert lines_matching(r"^\s*(from|import) (newsroom|comments|articles)\b", migrations()) == []


def test_every_migration_can_be_undone():
    lists = [p for p in migrations() if "RunPython" in p.read_text(encoding="utf-8")]
    assert lists
    once = re.compile(r"RunPython\([^,()]+\)")
    assert [name(p) for p in lists if once.search(p.read_text(encoding="utf-8"))] == []


# Words


@pytest.mark.parametrize(
    "word", ["pypi" + ".org", "python" + "hosted", "npm" + "js.org", "deb.debian" + ".org"]
)
def test_no_file_names_a_package_registry(word):
    texts = kept(".py", ".toml", ".txt", ".md", ".html", "Makefile", "run", ".css", ".js")
    assert lines_matching(re.escape(word), texts) == []
