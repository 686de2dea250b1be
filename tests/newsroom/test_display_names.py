"""Two names that a reader cannot tell apart are one name."""

import string
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsroom.accounts.contact_names import contact_in
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
        check_form(name)
    assert len({folded(name) for name in names}) == len(names)


def test_a_persian_name_may_carry_its_joiner():
    check_form("علی\u200cرضا")


def test_a_heart_from_a_phone_is_nothing_hidden():
    check_form(tidy("Anna ❤\ufe0f"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x", "length"),
        ("X.", "length"),
        ("Я", "length"),
        ("م", "length"),
        ("12345", "no_letter"),
        ("٣٤", "no_letter"),
        ("①②", "no_letter"),
        ("😀😀", "no_letter"),
        ("々", "no_letter"),
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
        "Allard-Courier Sports", "\u200bEditor", "Allard-Courier News", "Courier Moderation",
        "Jonah Pell (staff)", "Jonah Pell ✓", "✅ Jonah Pell", "Jonah Pell, official",
    ],
)  # fmt: skip
def test_the_papers_own_voice_is_reserved(name):
    assert is_reserved(name, "The Allard Courier")


@pytest.mark.parametrize("name", ["Edith Quill", "Joe Root", "Sunny", "Modesty", "Allard"])
def test_a_name_that_only_resembles_it_is_free(name):
    assert not is_reserved(name, "The Allard Courier", "The Sun")


@pytest.mark.parametrize(
    "name",
    [
        "李", "王", "Ng", "Ý", "Bo", "Ó", "나", "ओ", "श्री", "மா", "አ", "あ", "อ", "é",
    ],
)  # fmt: skip
def test_a_name_is_as_short_as_its_script_allows(name):
    check_form(name)


@pytest.mark.parametrize(
    "name",
    [
        "https://buy-pills.example", "buy-pills.example", "Buy-Pills.Example", "example . com",
        "example .com", "example. com", "example dot com", "example (dot) com", "example[.]com",
        "www.example.org", "www example com", "buypills com", "jane@example.org",
        "jane@ example . org", "@jane", "Jane @jane_x", "Jane＠example.org", "example。com",
        "ｅｘａｍｐｌｅ．ｃｏｍ", "t.me/pills", "t.me", "x.com", "пример.рф", "купить.онлайн",
        "例子.中国",
        "例え.jp", "उदाहरण.भारत", "مثال.السعودية", "דוגמה.ישראל", "shop.co.uk", "PILLS.COM",
        "Pills.Com", "anna.li", "mary.me", "pills.ru", "pillen. de", "pillen .de",
        "+49 171 1234567", "Call 555-1234", "0171/1234567", "Anna 01711234567", "٠١٢٣٤٥٦٧٨",
        "telegram: pills", "insta:anna", "Anna ig: anna_x", "whatsapp 0171 55", "u/pills",
        "anna#1234", "mailto:x", "tel:12345", "hxxp://x", "http://192.168.0.1", "example·com",
        "example,com", "example_com.net", "xn--80ak6aa92e.com", "foo.xn--p1ai", "bit.ly/abc",
        "jane at example dot com", "example.com!", "(example.com)", "cheap pills | pills.shop",
        "Go to pills.top now", "fe80::1", "buy.pills.online", "name.tld.com", "pills.health",
        "casino.bet", "b u y p i l l s . c o m", "p i l l s . d e", "p-i-l-l-s . c-o-m",
        "buypills . c o m", "Buypills c o m", "buypills.c0m", "Buypills.C0m",
        "pills.1nfo", "pills.0rg", "pills.cóm", "pills dot c0m", "pills c0m", "Best.Casino",
        "Seo.Agency", "Bit.Ly", "T.Me", "T.Co", "X.Casino", "Best. Casino", "Cheap.Loans",
        "Crypto.Ai", "Pills.De", "Visit Best.Casino Now", "Pills.C0", "BestDeals.Casino",
    ],
)  # fmt: skip
def test_a_way_to_reach_somebody_is_no_name(name):
    with pytest.raises(ValidationError) as refusal:
        check_form(tidy(name))
    assert refusal.value.code in ("contact", "no_letter", "length", "hidden", "mixed")


@pytest.mark.parametrize(
    "name",
    [
        "J. R. Smith", "J.R.R. Tolkien", "J.R.R.Tolkien", "O'Neill", "O’Neill", "Anna-Lena",
        "Muhammad Ali 2nd", "Seán", "3Pac", "Dr. med. Ü. Öztürk", "St. John", "St.John",
        "Mr.Smith", "Mr. Ng", "Dr. No", "Dr.No", "J. Li", "J.Li", "Anna.Li", "A. C. Ng",
        "Prof. Ma", "Prof.Ma", "Prof. Dr. med. dent. Li", "John Smith Jr.", "J. de Vries",
        "Joh. de Witt", "Alex. de Groot", "D. de la Cruz", "St. Ives", "Mary J. Blige", "50 Cent",
        "Agent 007", "Louis XIV", "R2D2", "Anna 1989", "john.smith", "anna.maria", "Jean-Luc P.",
        "A. S. Пушкин", "А. С. Пушкин", "А.С.Пушкин", "д-р Иванов", "د. محمد", "د.محمد",
        "डॉ. शर्मा", "डॉ.शर्मा", "Ms. Su", "K. Im", "Kim Org", "Net Hansen", "Com Tran",
        "e.e. cummings", "k.d. lang", "Max M.", "U.S. Grant", "Ph.D. Müller", "Müller, M.A.",
        "Smith, John", "Lee (Berlin)", "Anna/Ben", "AC/DC", "列夫·托尔斯泰", "ジャン・ピエール",
        "Ó Briain",
        "N'Golo Kanté", "D'Arcy", "王.", "Reader 4821", "User20241", "Sgt. Pepper", "Jane Rogers",
        "jane.rogers", "M. Night", "Tel Aviv Ted", "Anna & Ben", "Ann: a reader", "Søren K.",
        "Signal Corps", "Dorothea v. Berg", "H.C. Andersen", "Fr. Ted", "G.I. Jane", "T. S. Eliot",
        "J R R Tolkien", "J R. Li", "J. R. R. T.", "Anna.Ly", "Lu.Ng", "Mary.Love", "Agent.Fox",
        "Jean.Leclerc", "A B C", "Mr.Pink", "Tony 0", "A-B-C Anna", "J. D. E. Li", "Bo. Li",
        "Anna K. Song", "M.Law", "Björn", "Zoë.Li", "J-P. Ma",
        "Herr Dr. h.c. Co", "Jane D.o.B", "Mike D. Li",
    ],
)  # fmt: skip
def test_a_name_with_dots_digits_or_apostrophes_is_a_name(name):
    assert contact_in(name) == ""
