"""Two names that a reader cannot tell apart are one name."""

import string
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsroom.accounts.display_names import check_form, folded, is_reserved, tidy

visible = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")), max_size=40
)
plain = st.text(string.ascii_letters + string.digits, min_size=1, max_size=30)

CYRILLIC_TWINS = str.maketrans("aceopxyABEKMHOPCTX", "асеорхуАВЕКМНОРСТХ")
FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in string.ascii_letters + string.digits}


@given(visible)
def test_folding_twice_is_folding_once(name):
    assert folded(folded(name)) == folded(name)


@given(visible)
def test_case_makes_no_other_name(name):
    assert folded(name.casefold()) == folded(name)


@given(plain)
def test_capitals_cyrillic_twins_and_full_width_make_no_other_name(name):
    for other in (name.upper(), name.lower(), name.translate(CYRILLIC_TWINS)):
        assert folded(other) == folded(name)
    assert folded(name.translate(FULL_WIDTH)) == folded(name)


@given(plain, st.sampled_from(" .-_'\u200b\u200d\u00ad\u2060\u3164\u034f\u0301\u0323\ufe0f\u2800"))
def test_nothing_unseen_makes_another_name(name, unseen):
    assert folded(unseen.join(name)) == folded(name)


@given(visible)
def test_composed_or_not_it_is_one_name(name):
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert folded(unicodedata.normalize(form, name)) == folded(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Editor", "Еditor"),  # a Cyrillic Е
        ("Ida", "lda"),
        ("Moore", "M00re"),
        ("Burnham", "Bumham"),
        ("Walter", "VValter"),
        ("José", "JOSE"),
        ("Zoë", "Zoe\u0308"),
        ("paypal", "раураl"),
        ("Straße", "STRASSE"),
        ("Henry", "Неnry"),
        ("Anna Ray", "AnnaRay"),
        ("Ωmega", "ωMEGA"),
    ],
)
def test_what_looks_alike_is_one_name(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    "names",
    [
        ("김민준", "김민지", "이서연", "박서연"),
        ("محمد", "أحمد", "محمود", "فاطمة"),
        ("कर्म", "करम", "राम", "रमा", "कमल"),
        ("王一", "王", "王二", "李四", "李娜"),
        ("がき", "かき", "ハナ", "はな"),
        ("Иван", "Инна", "Нина", "Йордан"),
        ("สมชาย", "สมหญิง", "ไม้", "ไม่"),
        ("Amelia", "Emilia", "Amelie"),
    ],
)
def test_names_of_every_script_stay_usable_and_distinct(names):
    for name in names:
        if len(name) > 1:
            check_form(name)
    assert len({folded(name) for name in names}) == len(names)


def test_a_persian_name_may_carry_its_joiner():
    check_form("علی\u200cرضا")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x", "length"),
        ("x" * 41, "length"),
        ("\ufdfa" * 20, "length"),
        ("Anna\u202eadE", "hidden"),
        ("Anna\u200b", "hidden"),
        ("An\u3164na", "hidden"),
        ("An\nna", "hidden"),
        ("Z\u0335\u0336\u0337algo", "hidden"),
        ("\u200cAnna", "hidden"),
        ("!!!", "no_letter"),
        ("Еditor", "mixed"),
        ("Ηenry", "mixed"),  # a Greek capital eta
    ],
)
def test_a_name_that_cannot_be_read_is_refused_and_why(name, code):
    with pytest.raises(ValidationError) as refusal:
        check_form(name)
    assert refusal.value.code == code


@given(st.text(max_size=60))
def test_whatever_is_typed_is_either_a_name_or_refused(text):
    name = tidy(text)
    refused = False
    try:
        check_form(name)
    except ValidationError:
        refused = True
    assert refused or folded(name)


@pytest.mark.parametrize(
    "name",
    [
        "Editor", "EDITOR", "Еditоr", "E d i t o r", "Editor 2", "The Editor", "Moderator_Jane",
        "admin1", "ｎｅｗｓｒｏｏｍ", "News Desk", "Allard Courier", "The Allard C0urier",
        "Allard-Courier Sports", "\u200bEditor",
    ],
)  # fmt: skip
def test_the_papers_own_voice_is_reserved(name):
    assert is_reserved(name, "The Allard Courier")


@pytest.mark.parametrize("name", ["Edith Quill", "Joe Root", "Sunny", "Modesty", "Allard"])
def test_a_name_that_only_resembles_it_is_free(name):
    assert not is_reserved(name, "The Allard Courier", "The Sun")
