"""A name that should not stand: reported by readers, taken away by a moderator, given back."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from comments import reporting
from comments.models import Case, Decision, LogEntry, Report
from comments.moderation import decisions, record
from newsroom.accounts import naming
from newsroom.models import EarlierName, User
from tests.builders import a_comment, a_person, an_author

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_the_desk(client, moderator, open_admin):
    client.force_login(moderator)
    return client


@pytest.fixture
def troll(db):
    return a_person(name="Editors are liars")


def take_away(client, person, reason="It insults colleagues."):
    return client.post(reverse("name_removal", args=[person.pk]), {"reason": reason})


def the_name_of(person):
    return User.objects.get(pk=person.pk).display_name


def report(client, comment, reason="name", text="Look at the name."):
    return client.post(reverse("report", args=[comment.pk]), {"reason": reason, "text": text})


def test_a_neutral_name_stands_at_once_under_all_comments(at_the_desk, client, troll, article):
    a_comment(article=article, author=troll)
    assert "Editors are liars" in client.get(article.get_absolute_url()).text
    answer = take_away(at_the_desk, troll)
    assert answer.url == reverse("commenter", args=[troll.pk])
    client.logout()
    page = client.get(article.get_absolute_url()).text
    assert "Editors are liars" not in page
    assert f'<h3 class="comment-author">{the_name_of(troll)}</h3>' in page
    assert the_name_of(troll).startswith("Reader ")


def test_it_is_written_into_the_log_without_the_name(at_the_desk, moderator, troll):
    take_away(at_the_desk, troll)
    entry = LogEntry.objects.get(act="name taken away")
    assert (entry.by, entry.about) == (moderator, f"account {troll.pk}")
    assert entry.details == {"reason": "It insults colleagues."}
    assert "liars" not in str(entry.details)
    assert record.verify() is None
    page = at_the_desk.get(reverse("log")).text
    assert "took away the name of" in page


def test_the_reader_is_told_why_and_chooses_another_at_once(at_the_desk, client, troll, article):
    client.force_login(troll)
    client.post(reverse("account_name"), {"display_name": "All editors are liars"})
    moderator = a_person(name="Mona Calm", group="Moderators")
    naming.take_away(troll, reason="It insults colleagues.", by=moderator, at=timezone.now())
    page = client.get(article.get_absolute_url()).text
    assert "A moderator has taken your name away." in page
    assert 'class="composer"' in page
    assert "gave this reason: It insults colleagues." in client.get(reverse("account_name")).text
    client.post(reverse("account_name"), {"display_name": "Toralf"})
    assert the_name_of(troll) == "Toralf"
    assert "taken your name away" not in client.get(article.get_absolute_url()).text
    page = client.post(reverse("account_name"), {"display_name": "Toralf 2"})
    assert "A name stays for 30 days." in page.text


def test_the_reader_is_written_to_where_mail_is_sent(troll, moderator, settings):
    settings.SENDS_MAIL = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    naming.take_away(troll, reason="It insults colleagues.", by=moderator, at=timezone.now())
    [letter] = mail.outbox
    assert letter.to == [troll.email]
    assert "“Editors are liars”" in letter.body
    assert "It insults colleagues." in letter.body
    assert reverse("account_name") in letter.body


def test_without_a_reason_nothing_is_taken(at_the_desk, troll):
    page = take_away(at_the_desk, troll, reason=" ")
    assert page.status_code == 422
    assert "Please give a reason: the reader is told." in page.text
    assert the_name_of(troll) == "Editors are liars"


def test_the_name_of_staff_is_not_taken_at_the_desk(at_the_desk, editor):
    assert take_away(at_the_desk, editor).status_code == 422
    assert the_name_of(editor) == "Edith Quill"


def test_two_moderators_take_it_once(troll, moderator, administrator):
    naming.take_away(troll, reason="No.", by=moderator, at=timezone.now())
    with pytest.raises(ValidationError, match="taken away already"):
        naming.take_away(troll, reason="No.", by=administrator, at=timezone.now())
    assert EarlierName.objects.count() == 1


@pytest.mark.parametrize("person", ["editor", "reader"])
def test_nobody_else_takes_a_name_away(client, request, open_admin, troll, person):
    client.force_login(request.getfixturevalue(person))
    assert take_away(client, troll).status_code in (302, 403)
    assert client.get(reverse("names")).status_code in (302, 403)
    assert the_name_of(troll) == "Editors are liars"


def test_it_is_given_back(at_the_desk, client, troll, article):
    a_comment(article=article, author=troll)
    take_away(at_the_desk, troll)
    [earlier] = troll.earlier_names.all()
    at_the_desk.post(reverse("name_return", args=[earlier.pk]))
    assert the_name_of(troll) == "Editors are liars"
    assert LogEntry.objects.filter(act="name given back").exists()
    client.logout()
    assert "Editors are liars" in client.get(article.get_absolute_url()).text


def test_it_is_not_given_back_once_another_is_chosen(at_the_desk, troll):
    take_away(at_the_desk, troll)
    [earlier] = troll.earlier_names.all()
    naming.rename(User.objects.get(pk=troll.pk), "Toralf", by=troll, at=timezone.now())
    page = at_the_desk.post(reverse("name_return", args=[earlier.pk]), follow=True)
    assert "This has changed since" in page.text
    assert the_name_of(troll) == "Toralf"


def test_it_is_not_given_back_where_an_author_has_it_by_now(at_the_desk, moderator):
    reader = a_person(name="Dario Quill")
    earlier = naming.take_away(reader, reason="No.", by=moderator, at=timezone.now())
    an_author(name="Dario Quill")
    page = at_the_desk.post(reverse("name_return", args=[earlier.pk]), follow=True)
    assert "Somebody who writes for this newspaper has this name" in page.text
    assert the_name_of(reader).startswith("Reader ")


# What moderators see


def test_earlier_names_stand_on_the_readers_page_and_beside_the_case(at_the_desk, troll, article):
    comment = a_comment(article=article, author=troll, status="held")
    case = Case.objects.open_for(comment, Case.Kind.HELD, ["words"], at=timezone.now())
    take_away(at_the_desk, troll)
    for url in (reverse("commenter", args=[troll.pk]), reverse("case", args=[case.pk])):
        page = at_the_desk.get(url).text
        assert "Earlier names" in page
        assert "Editors are liars" in page
        assert "It insults colleagues." in page


def test_a_reader_is_found_by_an_earlier_name(at_the_desk, troll, article):
    comment = a_comment(article=article, author=troll, text="Good morning.", status="held")
    Case.objects.open_for(comment, Case.Kind.HELD, ["words"], at=timezone.now())
    take_away(at_the_desk, troll)
    found = at_the_desk.get(reverse("admin:comments_comment_changelist"), {"q": "editors are l"})
    assert "Good morning." in found.text
    listed = at_the_desk.get(reverse("desk"), {"q": "liars", "view": "list"})
    assert "Good morning." in listed.text


def test_an_administrator_finds_a_person_by_an_earlier_name(
    client, administrator, open_admin, troll, moderator
):
    naming.take_away(troll, reason="No.", by=moderator, at=timezone.now())
    client.force_login(administrator)
    page = client.get(reverse("admin:newsroom_user_changelist"), {"q": "liars"})
    assert the_name_of(troll) in page.text


# Reports


def test_a_name_is_reported_and_the_case_offers_to_take_it_away(
    client, reader, troll, article, moderator, open_admin
):
    comment = a_comment(article=article, author=troll)
    client.force_login(reader)
    assert "The name of its author" in client.get(reverse("report", args=[comment.pk])).text
    assert report(client, comment).status_code == 303
    case = Case.objects.get()
    assert [cause.name for cause in case.causes.all()] == ["name"]
    client.force_login(moderator)
    page = client.get(reverse("case", args=[case.pk])).text
    assert "readers have reported this name." in page
    assert f'href="{reverse("name_removal", args=[troll.pk])}"' in page


def file(comment, reason):
    return reporting.report(comment, by=a_person(), reason=reason, text="", at=timezone.now())


def test_reports_about_a_name_hide_no_comment(troll, article):
    comment = a_comment(article=article, author=troll)
    for _ in range(12):
        file(comment, "name")
    comment.refresh_from_db()
    assert comment.is_published


def test_taking_the_name_away_settles_what_was_reported_about_it(troll, article, moderator):
    only_name, also_text = (a_comment(article=article, author=troll) for _ in range(2))
    file(only_name, "name")
    file(also_text, "name")
    attack = file(also_text, "attack")
    earlier = naming.take_away(troll, reason="No.", by=moderator, at=timezone.now())
    assert list(Report.objects.about_names().values_list("upheld", flat=True)) == [True, True]
    assert [case.comment for case in Case.objects.open()] == [also_text]
    decisions.decide(Decision.Verb.APPROVE, [also_text.pk], by=moderator, at=timezone.now())
    attack.refresh_from_db()
    assert attack.upheld is False
    assert list(Report.objects.about_names().values_list("upheld", flat=True)) == [True, True]
    naming.give_back(earlier, by=moderator, at=timezone.now())
    assert list(Report.objects.about_names().values_list("upheld", flat=True)) == [None, None]
    assert only_name in [case.comment for case in Case.objects.open()]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_names_costs_the_same_queries_for_one_and_for_three(
    at_the_desk, moderator, number, django_assert_num_queries
):
    for place in range(number):
        reader, marked = a_person(name=f"Liar {place}"), a_person(name=f"Marked {place}")
        naming.take_away(reader, reason="No.", by=moderator, at=timezone.now())
        marked.name_state = User.NameState.BYLINE
        marked.save(update_fields=["name_state"])
        person = a_person()
        person.held_names.create(name=f"Prophet {place}", chosen_at=timezone.now())
    at_the_desk.get(reverse("names"))
    with django_assert_num_queries(14):
        at_the_desk.get(reverse("names"))
