"""What the documents promise is what the code has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from django.core.management import get_commands

from comments.screening.pipeline import CHECKS
from comments.templatetags.desk import KEYS

ROOT = Path(__file__).resolve().parent.parent


def document(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_table_of_the_environment_names_every_variable_and_no_other():
    settings = document("newsroom/settings.py")
    serve = document("newsroom/management/commands/serve.py")
    read = set(re.findall(r"env\.\w+\(\s*\"(\w+)\"", settings))
    read |= set(re.findall(r"environ\.get\(\"(\w+)\"", serve))
    assert set(re.findall(r"^\| `(\w+)`", document("docs/environment.md"), re.M)) == read


def test_every_dependency_has_its_line():
    project = tomllib.loads(document("pyproject.toml"))["project"]
    wanted = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {re.match(r"[\w-]+", each)[0] for group in wanted for each in group}
    told = document("docs/dependencies.md")
    first_cells = " ".join(re.findall(r"^\| ([^|]+) \|", told, re.M))
    assert {name for name in names if name not in first_cells} == set()


def test_the_commands_that_others_script_against_are_there():
    ours = {name for name, app in get_commands().items() if app in ("newsroom", "comments")}
    promised = {"demo", "open_paper", "serve", "import_wordpress", "import_archive",
                "export_archive", "commenting", "recount", "verify_log", "screen",
                "populate"}  # fmt: skip
    assert promised <= ours


def test_the_readme_names_only_commands_that_exist():
    named = set(re.findall(r"manage\.py (\w+)", document("README.md")))
    assert named <= set(get_commands())


def test_every_link_between_documents_leads_somewhere():
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = re.sub(r"(`+).+?\1", "", path.read_text(encoding="utf-8"))  # examples lead nowhere
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_link_to_a_heading_finds_one():
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        headings = {
            re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-")
            for each in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        }
        assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(headings), path.name


def test_the_handbook_has_every_chapter_in_its_list_of_contents():
    handbook = document("docs/moderators.md")
    chapters = re.findall(r"^## (.+)$", handbook, re.MULTILINE)
    anchors = [re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in chapters]
    contents = handbook.partition("\n## ")[0]
    assert re.findall(r"\]\(#([^)]+)\)", contents) == anchors
    assert len(anchors) == len(set(anchors))


def test_the_page_on_screening_names_every_check_in_its_order():
    table = re.findall(r"^\| `(\w+)` \|", document("docs/screening.md"), re.MULTILINE)
    assert table == [check.name for check in CHECKS]


def test_the_handbook_lists_the_keys_that_the_desk_lists():
    table = document("docs/moderators.md").partition("| key | does |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| (\S+) \| (.+) \|$", table, re.MULTILINE)[1:] == KEYS
