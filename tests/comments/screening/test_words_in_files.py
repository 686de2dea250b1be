"""Word lists as files: what is read, what is complained of, and that it comes back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.listed_words import complaint_about
from comments.screening.wordlist_csv import UnreadableError, decoded, key_of, read, written


def entry(text, **said):
    return {
        "text": text, "kind": "word", "act": "hold", "whole": True, "note": "", "is_on": True,
        "ends_at": None, **said,
    }  # fmt: skip


def test_a_plain_list_has_one_entry_on_each_line():
    reading = read("\ufeffidiot\r\n\n  go away  \n# a remark\nIdiot\n#metoo\n")
    assert [(row.line, row.text, row.kind) for row in reading.rows] == [
        (1, "idiot", "word"),
        (3, "go away", "phrase"),
        (6, "#metoo", "word"),
    ]
    assert reading.repeated == 1
    assert reading.complaints == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_says_of_each_entry_what_it_likes(separator):
    lines = [
        ["Text", "act", "whole", "kind", "note", "ends_at"],
        ["idiot", "Banned", "no", "", "as agreed", "2030-01-31T18:00+00:00"],
        ["moron", "", "", "", "", ""],
    ]
    reading = read("\n".join(separator.join(line) for line in lines))
    assert [(row.text, row.said) for row in reading.rows] == [
        (
            "idiot",
            {
                "act": "refuse",
                "whole": False,
                "note": "as agreed",
                "ends_at": datetime(2030, 1, 31, 18, tzinfo=UTC),
            },
        ),
        ("moron", {}),
    ]


def test_a_column_that_there_is_none_of_is_named_and_the_others_are_read():
    reading = read("text,action,note\nidiot,refuse,Rude.\n")
    assert [(row.text, row.said) for row in reading.rows] == [("idiot", {"note": "Rude."})]
    assert reading.complaints == ["Line 1: “action” is no column and was passed over."]


def test_what_is_wrong_is_named_by_its_line_and_the_rest_is_taken():
    reading = read(
        "text,kind,act,whole,ends_at,note\n"
        "fine,,,,,\n"
        "(a,pattern,,,,\n"
        "b,nonsense,,,,\n"
        '"two\nlines",,explode,,,\n'
        "c,,,perhaps,,\n"
        "d,,,,soon,\n"
        "\u200b,,,,,\n"
        f"{'e' * 201},,,,,\n"
        f"f,,,,,{'g' * 301}\n"
        "h,,,no,,\n"
        "fine too,,,,,\n"
    )
    assert [row.text for row in reading.rows] == ["fine", "fine too"]
    assert reading.complaints == [
        "Line 3: This is not a pattern that RE2 understands: missing ): (a.",
        "Line 4: “nonsense” is no kind: write word, phrase or pattern.",
        "Line 6: “explode” is no act: write hold or refuse.",
        "Line 7: “perhaps” is neither yes nor no.",
        "Line 8: “soon” is no time: write it as in 2030-01-31T18:00.",
        "Line 9: There is nothing in it that could be found.",
        "Line 10: An entry has at most 200 characters.",
        "Line 11: A note has at most 300 characters.",
        "Line 12: One letter is in nearly every comment: list it as a whole word, or not at all.",
    ]


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        (
            "(?=a)b",
            "This is not a pattern that RE2 understands: invalid perl operator: (?= "
            "(RE2 knows neither look-around nor back-references).",
        ),
        ("a*", "This pattern also matches an empty text, so it would find every comment."),
        (
            "((abcdefgh){30}){30}",
            "This pattern is too large: write it with fewer or smaller repetitions.",
        ),
    ],
)
def test_a_pattern_that_would_do_harm_is_complained_of(pattern, complaint):
    assert read(f"text,kind\n{pattern},pattern").complaints == [f"Line 2: {complaint}"]


def test_what_a_spreadsheet_would_run_is_written_so_that_it_does_not():
    table = written([entry("=1+2"), entry("@ss"), entry("'quoted")])
    assert [line.partition(",")[0] for line in table.splitlines()[1:]] == [
        "'=1+2",
        "'@ss",
        "''quoted",
    ]
    assert [row.text for row in read(table).rows] == ["=1+2", "@ss", "'quoted"]


words = st.text(st.characters(categories=["L", "N"]), min_size=2, max_size=30)
notes = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40).map(str.strip)


@given(st.lists(st.tuples(words, st.booleans(), st.sampled_from(["hold", "refuse"]), notes)))
def test_what_is_written_is_read_back(listed):
    entries = [
        entry(word, is_on=is_on, act=act, note=note)
        for word, is_on, act, note in listed
        if not complaint_about("word", word)
    ]
    entries = list({key_of("word", each["text"]): each for each in entries[::-1]}.values())[::-1]
    reading = read(decoded(("\ufeff" + written(entries)).encode()))
    assert reading.complaints == []
    assert [
        entry(row.text, **({"note": ""} | row.said | {"ends_at": None})) for row in reading.rows
    ] == entries


def test_a_file_in_another_encoding_is_named_or_understood():
    assert decoded("дурак".encode("utf-16")) == "дурак"
    assert decoded("\ufeffдурак".encode()) == "дурак"
    with pytest.raises(UnreadableError, match="save it as “CSV UTF-8”"):
        decoded("дурак".encode("cp1251"))
