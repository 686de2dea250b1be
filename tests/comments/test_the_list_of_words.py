"""The list of words in the admin."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comments.models import Rulebook, Word

pytestmark = pytest.mark.usefixtures("open_admin")

LIST = "admin:comments_word_changelist"


@pytest.fixture
def at_work(client, administrator):
    client.force_login(administrator)
    return client


def save(client, **fields):
    asked = {"text": "idiot", "kind": "word", "act": "hold", "whole_words": "on", "is_on": "on"}
    return client.post(
        reverse("admin:comments_word_add"),
        {**asked, "note": "", "ends_at_0": "", "ends_at_1": "", **fields},
    )


def bring_in(client, entries="", **more):
    return client.post(reverse("admin:comments_word_import"), {"entries": entries, **more})


def told(page):
    return [str(message) for message in page.context["messages"]]


def test_a_word_is_listed_by_name_and_the_rules_are_read_anew(at_work, administrator):
    version = Rulebook.objects.version()
    assert save(at_work).status_code == 302
    word = Word.objects.get()
    assert (word.text, word.made_by) == ("idiot", administrator)
    assert Rulebook.objects.version() > version


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        (
            {"text": "(a", "kind": "pattern"},
            "This is not a pattern that RE2 understands: missing ): (a.",
        ),
        ({"text": "\u200b\u200b"}, "There is nothing in it that could be found."),
        ({"text": "IDIOT"}, "It is on the list already."),
    ],
)
def test_what_cannot_be_found_is_refused_beside_its_field(at_work, fields, complaint):
    Word.objects.create(text="idiot")
    page = save(at_work, **fields)
    assert page.context["adminform"].form.errors["text"] == [complaint]


def test_a_word_is_switched_off_and_not_deleted(at_work):
    word = Word.objects.create(text="idiot")
    version = Rulebook.objects.version()
    assert at_work.get(reverse("admin:comments_word_delete", args=[word.pk])).status_code == 403
    chosen = {"action": "switch_off", "_selected_action": [word.pk]}
    page = at_work.post(reverse(LIST), chosen, follow=True)
    assert told(page) == ["1 word switched off."]
    word.refresh_from_db()
    assert not word.is_on
    assert Rulebook.objects.version() > version


def test_a_list_is_shown_before_it_is_brought_in(at_work, administrator):
    Word.objects.create(text="idiot", note="as agreed")
    Word.objects.create(text="fool")
    version = Rulebook.objects.version()
    entries = "text,act\nIdiot,refuse\nfool,\nmoron,refuse\ngo away,\n(a,explode\n"
    upload = SimpleUploadedFile("words.csv", entries.encode())
    page = bring_in(at_work, file=upload)
    shown = " ".join(page.content.decode().split())
    assert "Add 2: “moron” (word, refuse), “go away” (phrase, hold)." in shown
    assert "Change 1: “idiot”." in shown
    assert "Leave 1 as it is." in shown
    assert "Line 6: “explode” is no act: write hold or refuse." in shown
    assert Word.objects.count() == 2

    page = at_work.post(
        reverse("admin:comments_word_import"),
        {"entries": page.context["entries"], "apply": "1"},
        follow=True,
    )
    assert told(page) == ["2 added, 1 changed."]
    assert sorted(Word.objects.values_list("text", "kind", "act", "note")) == [
        ("fool", "word", "hold", ""),
        ("go away", "phrase", "hold", ""),
        ("idiot", "word", "refuse", "as agreed"),
        ("moron", "word", "refuse", ""),
    ]
    assert Word.objects.get(text="moron").made_by == administrator
    assert Rulebook.objects.version() == version + 1


def test_a_list_that_is_none_is_explained(at_work):
    page = bring_in(at_work)
    assert "Choose a file, or type at least one word." in page.content.decode()
    page = bring_in(at_work, file=SimpleUploadedFile("words.csv", "дурак".encode("cp1251")))
    assert "save it as “CSV UTF-8”" in page.content.decode()


def test_a_list_taken_out_comes_back_as_it_was(at_work):
    for text, kind in (("idiot", "word"), ("go away", "phrase"), (r"=\d+x", "pattern")):
        Word.objects.create(text=text, kind=kind, act="refuse", whole_words=False, note="n")
    before = list(Word.objects.values_list("text", "kind", "act", "whole_words", "note"))
    file = at_work.get(reverse("admin:comments_word_file"))
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    Word.objects.all().delete()
    bring_in(at_work, file=SimpleUploadedFile("words.csv", file.content), apply="1")
    assert list(Word.objects.values_list("text", "kind", "act", "whole_words", "note")) == before


def test_what_the_list_shows_is_what_is_taken_out(at_work):
    Word.objects.create(text="idiot", act="refuse")
    Word.objects.create(text="moron")
    file = at_work.get(reverse("admin:comments_word_file"), {"act__exact": "refuse"})
    assert [line.partition(",")[0] for line in file.content.decode("utf-8-sig").splitlines()] == [
        "text",
        "idiot",
    ]


def test_ten_thousand_words_are_brought_in_with_few_queries(at_work, django_assert_max_num_queries):
    entries = "\n".join(f"badword{number}" for number in range(10_000))
    with django_assert_max_num_queries(150):
        bring_in(at_work, entries, apply="1")
    assert Word.objects.count() == 10_000


def test_a_moderator_without_leave_brings_in_nothing(client, moderator):
    moderator.groups.clear()
    client.force_login(moderator)
    assert bring_in(client, "idiot", apply="1").status_code == 403
    assert client.get(reverse("admin:comments_word_file")).status_code == 403
