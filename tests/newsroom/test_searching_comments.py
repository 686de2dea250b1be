"""What a moderator finds among very many comments, and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.admin import comment_search
from tests.builders import a_comment, a_person, an_article

LIST = "admin:comments_comment_changelist"
SEARCH_QUERIES = 17


@pytest.fixture
def at_work(client, moderator, open_admin):
    client.force_login(moderator)
    return client


def found(client, **asked):
    return list(client.get(reverse(LIST), asked).context["cl"].result_list)


def minutes_ago(number):
    return timezone.now() - timedelta(minutes=number)


def test_words_are_sought_in_the_newest_comments_alone(at_work, article, monkeypatch):
    monkeypatch.setattr(comment_search, "LOOKED_THROUGH", 3)
    old, *_, new = [
        a_comment(article=article, text="The eels are back.", at=minutes_ago(9 - n))
        for n in range(5)
    ]
    seen = found(at_work, q="EELS")
    assert (len(seen), seen[0], old in seen) == (3, new, False)


def test_in_a_narrowed_list_they_are_sought_further_back(at_work, article, monkeypatch):
    monkeypatch.setattr(comment_search, "LOOKED_THROUGH", 3)
    old = a_comment(article=article, text="The eels are back.", at=minutes_ago(60))
    elsewhere = an_article()
    for _ in range(4):
        a_comment(article=elsewhere, text="No fish here.")
    assert found(at_work, q="eels") == []
    assert found(at_work, q="eels", article=article.pk) == [old]


def test_of_a_frequent_word_the_newest_are_listed(at_work, article, monkeypatch):
    monkeypatch.setattr(comment_search, "FOUND", 2)
    made = [a_comment(article=article, text="Eels!", at=minutes_ago(9 - n)) for n in range(4)]
    assert found(at_work, q="eels") == [made[3], made[2]]


def test_an_author_is_found_by_how_the_name_begins_however_old_the_comments_are(
    at_work, article, monkeypatch
):
    monkeypatch.setattr(comment_search, "LOOKED_THROUGH", 1)
    zoe = a_person(name="Zoë Marsh")
    old = a_comment(article=article, author=zoe, at=minutes_ago(90))
    for _ in range(3):
        a_comment(article=article)
    assert found(at_work, q="zoe m") == [old]
    assert found(at_work, q="marsh") == []


def test_of_one_who_has_written_very_much_the_newest_are_found(at_work, article, monkeypatch):
    monkeypatch.setattr(comment_search, "OF_EACH_AUTHOR", 2)
    gull = a_person(name="Gunda Gull")
    made = [a_comment(article=article, author=gull, at=minutes_ago(9 - n)) for n in range(4)]
    assert found(at_work, q="gunda") == [made[3], made[2]]


def test_a_sign_that_is_no_letter_begins_no_name(at_work, article):
    a_comment(article=article)
    assert found(at_work, q="…") == []


@pytest.mark.parametrize("number", [1, 3])
def test_a_search_costs_the_same_queries_for_one_comment_and_for_three(
    at_work, article, number, django_assert_num_queries
):
    for place in range(number):
        a_comment(article=article, author=a_person(name=f"Gunda Gull {place}"))
    found(at_work)
    with django_assert_num_queries(SEARCH_QUERIES):
        found(at_work, q="gunda")


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("Die Brücke ist offen.", "BRÜCKE"),
        ("Die Brücke ist offen.", "brucke"),
        ("I don’t say “never”.", 'don\'t say "never"'),
        ("On the old\nbridge", "the old bridge"),
        ("You are an \u202etoidi\u202c.", "idiot"),
        ("Die Bru\u0308cke ist offen.", "Brücke"),
        ("Die Straße ist zu.", "STRASSE"),
        ("Die STRASSE ist zu.", "straße"),
        ("İstanbul çok güzel.", "istanbul"),
        ("Isıtma yok.", "ISITMA"),
        ("An e\ufb03cient of\ufb01ce.", "EFFICIENT"),
        ("Всё хорошо.", "ВСЕ ХОРОШО"),
        ("Η γέφυρα άνοιξε.", "ΓΕΦΥΡΑ"),
        ("فُتِحَ الجِسرُ", "الجسر"),
        ("Le cœur de la ville.", "cœur"),
        ("100\u00a0% sure_thing", "sure_thing"),
    ],
)
def test_a_word_is_found_however_it_is_written(at_work, article, written, sought):
    comment = a_comment(article=article, text=written)
    a_comment(article=article, text="Nothing of the kind.")
    assert found(at_work, q=sought) == [comment]


def test_signs_are_sought_as_signs_and_stand_for_nothing_else(at_work, article):
    a_comment(article=article, text="All of it.")
    percent = a_comment(article=article, text="It was 100% so.")
    assert found(at_work, q="100%") == [percent]
    assert found(at_work, q="a_l") == []
