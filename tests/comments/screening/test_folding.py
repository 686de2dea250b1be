import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.folding import folded

ATTACK = Path(__file__).resolve().parents[4] / "shared/data/attack/text"


@pytest.mark.parametrize(
    "written",
    [
        "IDIOT",
        "ïdîõt",
        "i\u0308d\u0302i\u0301ot",
        "ｉｄｉｏｔ",
        "𝕚𝖉𝓲𝙤𝚝",
        "ⓘⓓⓘⓞⓣ",
        "🄸🅳🅸🅾🆃",
        "🇮🇩🇮🇴🇹",
        "ᴵᴰᴵᴼᵀ",
        "ɪᴅɪᴏᴛ",
        "i\u200bd\u200ci\u200do\u2060t",
        "i\u00addi\u00adot",
        "\u202eidiot\u202c",
        "i\u0336d\u0336i\u0336o\u0336t\u0336",
        "іԁіоt",
        "ιdιοt",
    ],
)
def test_the_same_word_in_many_guises_folds_to_one(written):
    assert folded(written).text == "idiot"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ХУЛИГАН", "хулиган"),
        ("ёлка", "елка"),
        ("ΗΛΊΘΙΟΣ", "ηλίθιος"),
        ("ガス", "ｶﾞｽ"),
        ("ガス", "カ\u3099ス"),
        ("바보", "바보"),
        ("أحمق", "احمق"),
        ("مُغَفَّل", "مغفل"),
        ("ابله يک", "ابله يك"),
        ("STRASSE", "Straße"),
        ("ﬁsh", "fish"),
    ],
)
def test_spellings_that_a_script_counts_as_one_fold_to_one(one, other):
    assert folded(one).text == folded(other).text


@pytest.mark.parametrize(
    "word", ["щенок", "ηλιθιος", "바보", "傻瓜", "โง่", "मूर्ख", "אידיוט", "احمق"]
)
def test_a_word_of_another_script_keeps_as_many_letters_and_its_own_shape(word):
    fold = folded(word).text
    assert len(fold) == len(word)
    assert not fold.isascii()


def test_vowel_signs_are_letters_and_stay():
    assert folded("ดี").text != folded("ดา").text
    assert folded("की").text != folded("का").text


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [
        ("An ïdîõt.", "idiot", "ïdîõt"),
        ("An i\u200bd\u200biot.", "idiot", "i\u200bd\u200biot"),
        ("a ﬁne ﬁsh", "fish", "ﬁsh"),
        ("Well… an ｉｄｉｏｔ!", "idiot", "ｉｄｉｏｔ"),
        ("어떤 바보", "바보", "바보"),
    ],
)
def test_what_was_found_in_the_folded_text_has_its_place_in_the_original(text, part, original):
    fold = folded(text)
    start = fold.text.index(part)
    assert text[slice(*fold.span(start, start + len(part)))] == original


@given(st.text())
def test_every_character_of_the_folded_text_came_from_somewhere(text):
    fold = folded(text)
    assert len(fold.origin) == len(fold.text) + 1
    assert list(fold.origin) == sorted(fold.origin)
    for place in range(len(fold.text)):
        start, end = fold.span(place, place + 1)
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_the_folded_slice_of_a_place_holds_what_was_there(text):
    fold = folded(text)
    for place, letter in enumerate(fold.text):
        again = folded(text[slice(*fold.span(place, place + 1))]).text
        assert letter in again or not again.isascii()


@pytest.mark.skipif(not ATTACK.exists(), reason="the strings are not here")
def test_naughty_strings_are_folded_like_all_others():
    for text in json.loads((ATTACK / "blns.json").read_text(encoding="utf-8")):
        fold = folded(text)
        assert len(fold.origin) == len(fold.text) + 1
