import json
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment, Finding, Limit, Word

pytestmark = pytest.mark.usefixtures("screened")


def screen(tmp_path, *lines):
    path, said, complained = tmp_path / "texts.jsonl", StringIO(), StringIO()
    path.write_text("\n".join(lines), encoding="utf-8")
    failure = ""
    try:
        call_command("screen", str(path), stdout=said, stderr=complained)
    except CommandError as complaint:
        failure = str(complaint)
    told = [json.loads(line) for line in said.getvalue().splitlines()]
    return told, complained.getvalue(), failure


def test_each_line_comes_back_with_its_verdict_and_its_findings(tmp_path):
    Word.objects.create(text="fool", act="hold")
    told, _, failure = screen(
        tmp_path,
        '{"text": "A calm remark.", "id": 7}',
        '{"text": "You fool!", "language": "en"}',
        '{"text": "Hello.", "standing": "newcomer"}',
    )
    assert [line["verdict"] for line in told] == ["publish", "hold", "hold"]
    assert told[0] == {"text": "A calm remark.", "id": 7, "verdict": "publish", "findings": []}
    [finding] = told[1]["findings"]
    assert (finding["check"], finding["span"], finding["leads_to"]) == ("words", [4, 8], "hold")
    assert failure == ""
    assert not Comment.objects.exists()
    assert not Finding.objects.exists()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("not json", "line 2: not JSON"),
        ("[]", 'line 2: no "text"'),
        ('{"text": 5}', 'line 2: no "text"'),
        ('{"text": "a", "standing": "king"}', 'line 2: "standing" is one of newcomer'),
        ('{"text": "a", "standing": []}', 'line 2: "standing" is one of newcomer'),
        ('{"text": "a", "language": null}', 'line 2: "language" is a code'),
        (r'{"text": "a\ud800"}', "line 2: half a character"),
        ("[" * 100_000, "line 2: not JSON"),
    ],
)
def test_a_line_that_is_none_is_named_and_the_others_are_screened(tmp_path, line, complaint):
    told, complained, failure = screen(tmp_path, '{"text": "A."}', line, '{"text": "B."}')
    assert len(told) == 2
    assert complaint in complained
    assert failure == "1 line could not be read: see above."


def test_a_line_that_is_no_text_at_all_is_named(tmp_path):
    path, complained = tmp_path / "texts.jsonl", StringIO()
    path.write_bytes(b'{"text": "caf\xe9"}\n{"text": "A."}\n')
    with pytest.raises(CommandError):
        call_command("screen", str(path), stdout=StringIO(), stderr=complained)
    assert "line 1: not UTF-8" in complained.getvalue()


def test_lines_come_by_standard_input_and_nobody_outside_is_asked(monkeypatch):
    Limit.objects.create(
        name="classifier", is_on=True, settings={"url": "http://127.0.0.1:9/", "when_down": "hold"}
    )
    lines = BytesIO('{"text": "Schöne Brücke."}\n\n'.encode())
    monkeypatch.setattr("sys.stdin", TextIOWrapper(lines))
    said = StringIO()
    call_command("screen", "-", stdout=said)
    assert '"Schöne Brücke.", "verdict": "publish"' in said.getvalue()


def test_a_file_that_is_not_there_is_said_in_one_line(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read: No such file"):
        call_command("screen", str(tmp_path / "nowhere.jsonl"))
