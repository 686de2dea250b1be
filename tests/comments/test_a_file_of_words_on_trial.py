"""A file of words is tried on the comments of late before any of it is listed."""

import time

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from comments.models import Comment, Finding, Word
from comments.screening.words_rehearsal import rehearse_words
from tests.builders import a_comment, a_person

pytestmark = pytest.mark.usefixtures("open_admin")


@pytest.fixture
def at_work(client, administrator):
    client.force_login(administrator)
    return client


def looked_at(client, entries):
    file = SimpleUploadedFile("words.csv", entries.encode())
    return client.post(reverse("admin:comments_word_import"), {"file": file})


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


@pytest.fixture
def conversation(article):
    for text, status in (
        ("What a fool he is.", "published"),
        ("A moron, and a FOOL.", "published"),
        ("Only a f00l says so.", "rejected"),
        ("Calm.", "published"),
    ):
        a_comment(article=article, text=text, status=status)


def test_the_page_says_what_the_words_would_have_held_and_what_readers_see(at_work, conversation):
    page = looked_at(at_work, "text,act\nfool,hold\nmoron,refuse\nnobody,hold\n")
    text = text_of(page)
    assert "Tried on the last 4 comments" in text
    assert "3 of them have at least one of these words (2 to hold, 1 to refuse)." in text
    assert "2 are published, so readers see them: 1 would have been held, 1 refused." in text
    assert "“fool” (3), “moron” (1)." in text
    assert "A <mark>moron</mark>, and a FOOL." in page.content.decode()
    assert [each.comment.status for each in page.context["rehearsal"].found] == [
        "published", "published", "rejected",
    ]  # fmt: skip


def test_trying_lists_nothing_and_changes_no_comment(at_work, conversation):
    before = list(Comment.objects.order_by("pk").values_list("status", flat=True))
    looked_at(at_work, "fool\n")
    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == before
    assert not Word.objects.exists()
    assert not Finding.objects.exists()


def test_words_that_are_listed_already_or_not_in_use_are_not_tried(at_work, conversation):
    Word.objects.create(text="fool", act="hold")
    page = looked_at(at_work, "text,act,note,is_on\nfool,hold,a new note,\nmoron,hold,,no\n")
    assert "rehearsal" not in page.context
    page = looked_at(at_work, "text,act\nfool,refuse\n")
    assert "3 of them have" in text_of(page)
    assert page.context["rehearsal"].counts.refused == 3


def test_words_that_meet_nothing_say_so(at_work, conversation):
    assert "None of them has any of these words." in text_of(looked_at(at_work, "nothing\n"))


def test_no_comment_is_shown_to_somebody_who_does_not_moderate(client, conversation):
    keeper = a_person(is_staff=True)
    names = ["view_word", "add_word", "change_word"]
    keeper.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(keeper)
    page = looked_at(client, "fool\n")
    assert "Add 1:" in text_of(page)
    assert "What a" not in text_of(page)


def test_five_thousand_words_are_tried_in_one_query_and_soon(article, django_assert_num_queries):
    for number in range(40):
        a_comment(article=article, text=f"The bridge number {number} is open. badword{number}!")
    rows = [Word(text=f"badword{number}") for number in range(5_000)]
    begun = time.monotonic()
    with django_assert_num_queries(1):
        tried = rehearse_words(rows)
    assert time.monotonic() - begun < 10  # a tenth of it on a machine with nothing else to do
    assert (tried.looked_at, tried.counts.held) == (40, 40)
    assert [number for _, number in tried.by_word] == [1] * 40
