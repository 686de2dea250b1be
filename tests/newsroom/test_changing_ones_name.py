import pytest
from django.db import connection
from django.urls import reverse

from newsroom.accounts.forms import NameForm
from tests.builders import a_person


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader)
    return client


def rename(client, name):
    return client.post(reverse("account_name"), {"display_name": name})


def test_a_reader_takes_another_name(signed_in, reader):
    answer = rename(signed_in, "Rita Read")
    assert answer.url == reverse("account_name")
    reader.refresh_from_db()
    assert (reader.display_name, reader.display_key) == ("Rita Read", "rltaread")
    assert "You are Rita Read from now on." in signed_in.get(answer.url).text


def test_a_reader_may_write_the_same_name_otherwise(signed_in, reader):
    rename(signed_in, "RITA Reader")
    reader.refresh_from_db()
    assert reader.display_name == "RITA Reader"


def test_anothers_name_is_refused_and_what_was_typed_stays(signed_in, reader, second_reader):
    page = rename(signed_in, "SAMUEL SEC0ND")
    assert page.status_code == 422
    assert page.context["form"].errors["display_name"] == [
        "Somebody already has this name, or one that looks like it: please choose another."
    ]
    assert 'value="SAMUEL SEC0ND"' in page.text
    reader.refresh_from_db()
    assert reader.display_name == "Rita Reader"


def test_a_reader_does_not_become_the_editor(signed_in):
    assert list(rename(signed_in, "The Editor").context["form"].errors) == ["display_name"]


def test_somebody_of_the_staff_may_be_the_editor(client, editor):
    client.force_login(editor)
    rename(client, "The Editor")
    editor.refresh_from_db()
    assert editor.display_name == "The Editor"


def test_a_name_taken_as_we_save_comes_back_as_the_forms_error(signed_in, monkeypatch):
    check = NameForm.clean_display_name
    seen = []

    def then_somebody_takes_it(form):
        name = check(form)
        if not seen:
            seen.append(a_person(name=name))
        return name

    monkeypatch.setattr(NameForm, "clean_display_name", then_somebody_takes_it)
    page = rename(signed_in, "Quick Quill")
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["display_name"]
    assert not connection.needs_rollback


def test_a_stranger_is_asked_to_sign_in_first(client, db):
    answer = client.get(reverse("account_name"))
    assert answer.url == f"{reverse('account_login')}?next={reverse('account_name')}"
