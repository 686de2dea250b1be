"""What the lists find, and what they leave alone."""

from __future__ import annotations

from typing import Any

import pytest

from comments.screening.checks.words import Entry, WordLimits, Words, find
from comments.screening.submission import Submission
from comments.screening.verdict import DOUBT, Finding, Verdict


def listed(*entries: str | Entry) -> Words:
    return Words.compiled(
        each if isinstance(each, Entry) else Entry(f"word:{number}", each)
        for number, each in enumerate(entries, 1)
    )


def findings(text: str, *entries: str | Entry, language: str = "en", **set_: Any) -> list[Finding]:
    limits = WordLimits(listed=listed(*entries), **set_)
    return list(find(Submission(text=text, language=language), limits))


def places(text: str, *entries: str | Entry, language: str = "en") -> list[str]:
    found = findings(text, *entries, language=language)
    return [text[slice(*each.span)] for each in found if each.span]


# What follows from a find


def test_a_suspect_word_makes_a_comment_wait():
    [finding] = findings("You are an Idiot, Sir.", Entry("word:12", "idiot"))
    assert finding == Finding(
        "words",
        "“Idiot” is on the list of suspect words",
        weight=DOUBT,
        leads_to=Verdict.HOLD,
        span=(11, 16),
        rule="word:12",
    )


def test_a_banned_word_refuses_a_comment_and_says_so_civilly():
    [finding] = findings("You idi0t!", Entry("word:3", "idiot", refuses=True))
    assert finding.leads_to == Verdict.REFUSE
    assert finding.evidence == (
        "“idi0t” is the banned word “idiot”, written with digits or signs for letters"
    )
    assert finding.advice == (
        "Please say it without “idi0t”: this newspaper does not publish that word."
    )


def test_the_newsroom_says_it_in_its_own_words():
    banned = Entry("word:3", "idiot", refuses=True)
    [finding] = findings("You idiot!", banned, advice="Leave out “{word}”, {please}.")
    assert finding.advice == "Leave out “idiot”, {please}."


def test_banned_words_come_first():
    entries = ("idiot", Entry("word:9", "moron", refuses=True))
    assert places("idiot, moron", *entries) == ["moron", "idiot"]


def test_a_word_a_hundred_times_is_told_three_times():
    assert len(findings("idiot " * 100, "idiot")) == 3


def test_no_comment_has_more_findings_than_a_moderator_reads():
    words = [f"badword{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    assert len(findings(" ".join(words), *words)) == 20


def test_without_a_list_nothing_is_found():
    assert findings("Anything at all.") == []


# Evasion

EVASIONS = {
    "1d10t": "with digits or signs for letters",
    "ID1OT": "with digits or signs for letters",
    "!d!0t": "with digits or signs for letters",
    "idiot99": "with digits or signs around it",
    "i.d.i.o.t": "with its letters apart",
    "i d i o t": "with its letters apart",
    "i-d-i-o-t": "with its letters apart",
    "i_d_i_o_t": "with its letters apart",
    "i. d i o-t": None,
    "1 d 1 0 t": "with its letters apart",
    "idiooooot": "with letters stretched",
    "IIIIDDDIOT": "with letters stretched",
    "iiddiioott": "with letters stretched",
    "1d1000000t": "with digits or signs for letters",
    "id-iot": "with a break in the word",
    "id*iot": "with a break in the word",
    "id**t": "with letters left out",
    "i#iot": "with letters left out",
    "ïdïöt": "with other accents",
    "i\u200bd\u00adiot": "with characters in it that cannot be seen",
    "𝕚𝕕𝕚𝕠𝕥": "in other letterforms",
    "іdіоt": "with letters that look alike",
    "і\u200bdiot": "with characters in it that cannot be seen and with letters that look alike",
}


@pytest.mark.parametrize(("written", "how"), EVASIONS.items())
def test_a_disguised_word_is_found_and_its_disguise_named(written, how):
    text = f"What an absolute {written}, really."
    found = findings(text, "idiot")
    if how is None:
        assert found == []
        return
    assert [each.evidence for each in found] == [
        f"“{written}” is the suspect word “idiot”, written {how}"
    ]
    assert text[slice(*found[0].span)] == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("such a f o o l i s h thing", "f o o l i s h"),
        ("you are f o o l i s h", "f o o l i s h"),
        ("how $ i l l y of you", None),
        ("so f00l15h of you", "f00l15h"),
        ("Foolish99!!!", "Foolish99"),
        ("f.o.o.l.i.s.h.", "f.o.o.l.i.s.h"),
    ],
)
def test_words_beside_a_disguise_are_no_part_of_it(text, written):
    assert places(text, "foolish") == ([written] if written else [])


def test_a_phrase_is_found_whatever_stands_between_its_words():
    for written in (
        "go away",
        "go   away",
        "GO\naway",
        "go, away",
        "go-away",
        "g0 away",
        "go aw4y",
    ):
        assert places(f"Now {written} please", "go away") == [written]


def test_a_phrase_does_not_go_on_past_the_end_of_a_sentence():
    assert places("Let it go. Away games are hard.", "go away") == []
    assert places("Let it go!\n\nAway games are hard.", "go away") == []


def test_a_masked_word_is_a_guess_and_waits_for_a_person():
    [finding] = findings("You id**t", Entry("word:1", "idiot", refuses=True))
    assert finding.leads_to == Verdict.HOLD
    assert finding.advice == ""


def test_a_masked_word_that_fits_several_is_told_once():
    assert len(findings("You s**t", "slit", "spot", "shot")) == 1


# What is no find

INNOCENT = [
    ("Scunthorpe and Penistone", ["cunt", "penis"]),
    ("We assess the classic cockpit in Essex", ["ass", "cock", "sex"]),
    ("a therapist's analysis of the title", ["rapist", "anal", "tit"]),
    ("the peninsula, the document, the circumstance", ["penis", "cum"]),
    ("Dick van Dyke", ["dic", "van dy"]),
    ("as soon as s, as so on", ["ass", "asso"]),
    ("He'll and she'll", ["hell", "shell"]),
    ("cool pool, god is good", ["col", "pol", "goood"]),
    ("455 people, in 2019, for $5", ["ass", "zoig", "s"]),
    ("A. S. S. Miller and a, s, s", ["ass"]),
    ("I lost my pen.Is it there", ["penis"]),
    ("the 1st, the 3rd, 5 G", ["ist", "erd", "sg"]),
    ("so... it ends", ["soit", "split"]),
    ("plan b, a or c", ["bac", "ac"]),
]


@pytest.mark.parametrize(("text", "words"), INNOCENT)
def test_an_innocent_word_is_not_found_by_a_shorter_one(text, words):
    assert places(text, *words) == []


def test_a_name_is_found_if_it_is_listed():
    assert places("Dick van Dyke", "dyke") == ["Dyke"]


def test_a_part_of_a_word_is_found_where_the_list_says_so():
    inside = Entry("word:1", "trott", whole=False)
    assert places("Du Volltrottel! Tr0ttel!", inside) == ["trott", "Tr0ttel"]


# Languages


@pytest.mark.parametrize(
    ("text", "word", "language", "expected"),
    [
        ("Какой же ты ДУРАК!", "дурак", "ru", ["ДУРАК"]),
        ("Какой же ты дypaк!", "дурак", "ru", ["дypaк"]),
        ("ду-рак, д у р а к, дурааааак", "дурак", "ru", ["ду-рак", "д у р а к", "дурааааак"]),
        ("Τι ΗΛΊΘΙΟΣ!", "ηλίθιος", "el", ["ΗΛΊΘΙΟΣ"]),
        ("这个笨蛋太多了", "笨蛋", "zh", ["笨蛋"]),
        ("这个笨 蛋,笨*蛋", "笨蛋", "zh", ["笨 蛋", "笨*蛋"]),
        ("ไอ้โง่มาก", "โง่", "th", ["โง่"]),
        ("바보야, 바 보, 바보들", "바보", "ko", ["바보", "바 보", "바보"]),
        ("바보온달", "바보", "ko", []),
        ("هذا الأحمق واحمق", "أحمق", "ar", ["أحمق"]),
        ("वह मूर्ख है", "मूर्ख", "hi", ["मूर्ख"]),
        ("מה אידיוט!", "אידיוט", "he", ["אידיוט"]),
    ],
)
def test_words_of_any_script_are_found(text, word, language, expected):
    assert places(text, word, language=language) == expected


def test_a_letter_of_its_own_makes_another_word_in_its_language():
    assert places("hace un año", "ano", language="es") == []
    assert places("hace un año", "ano", language="en") == ["año"]
    assert places("sık sık", "sik", language="tr") == []
    assert places("así que ano", "ano", language="es") == ["ano"]


def test_a_word_all_in_cyrillic_is_cyrillic_where_more_of_the_text_is():
    assert places("Выносить сор из избы", "cop") == []
    assert places("Every last сор in town", "cop") == ["сор"]
    assert places("Every last cop in town", "сор") == []


def test_signs_and_emoji_can_be_listed():
    assert places("I say 🖕🏽 to C++ and a$$", "🖕", "c++", "a$$") == ["🖕", "C++", "a$$"]


# Patterns


def test_a_pattern_is_found_in_any_case_and_behind_look_alikes():
    pattern = Entry("word:4", r"\bbuy (cheap )?pills\b", kind="pattern")
    [finding] = findings("Now BUY pills!", pattern)
    assert finding.evidence == rf"“BUY pills” matches the suspect pattern {pattern.text}"
    assert finding.rule == "word:4"
    assert places("Now buy сheap pills", pattern) == ["buy сheap pills"]


def test_a_pattern_that_is_none_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match=r"missing \): \(a"):
        listed(Entry("word:4", "(a", kind="pattern"))


def test_a_pattern_cannot_hang_the_site():
    evil = Entry("word:4", r"(a+)+$|(a|aa)+b", kind="pattern")
    assert places("a" * 20_000 + "!", evil) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("You are an \u202etoidi\u202c.", "toidi"),
        ("You are an \u202etoidi", "toidi"),
        ("You are an i\u202eoid\u202ct.", "i\u202eoid\u202ct"),
        ("\u202dYou \u202etoidi\u202c\u202c", "toidi"),
        ("You \u202e\u2066idiot\u2069\u202c", "idiot\u2069\u202c"),
        ("You \u202eto\u202did\u202ci\u202c", None),
        ("\u202cYou \u2069\u202etoidi\u2069", "toidi"),
        ("\u202eto\u202c\u202eidi\u202c", "to\u202c\u202eidi"),
        ("\u202eto\u202c\u200b\u202eidi\u202c", "to\u202c\u200b\u202eidi"),
        ("\u202eto\u202c\u202b\u202c\u202eidi\u202c", "to\u202c\u202b\u202c\u202eidi"),
        ("\u202eto\u202c \u202eidi\u202c", None),
    ],
)
def test_a_word_is_found_in_what_readers_read_where_the_direction_is_turned(text, seen):
    assert places(text, "idiot") == ([seen] if seen else [])


def test_a_word_of_hebrew_is_found_as_it_is_read_from_right_to_left():
    assert places("\u202dתוטש\u202c", "שטות") == ["תוטש"]
    assert places("\u202eשטות\u202c", "שטות") != []


@pytest.mark.parametrize(
    "text", ["שלום\u200f!", "\u2067שלום\u2069 toidi", "\u202bتويت\u202c toidi"]
)
def test_marks_of_direction_in_right_to_left_text_turn_no_word(text):
    assert places(text, "idiot") == []


def test_a_word_with_soft_hyphens_is_found_and_one_that_is_not_listed_is_not():
    assert places("You id\xadi\xadot!", "idiot") == ["id\xadi\xadot"]
    assert places("over\xadwhelm\xading", "idiot") == []


@pytest.mark.parametrize("opener", ["\u202e", "\u202d", "\u2067", "\u202e\u2066"])
def test_nesting_without_end_takes_no_longer_than_its_length(opener):
    assert places((opener * 5000)[:5000] + "toidi", "idiot") is not None
