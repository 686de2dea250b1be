from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_sessions(settings):
    settings.SESSION_ENGINE = "newsroom.accounts.sessions"


def test_a_reader_stays_signed_in_until_signing_out(client, reader):
    client.force_login(reader)
    assert client.get("/comments/mine/").status_code == 200
    key = client.session.session_key
    client.logout()
    client.cookies["sessionid"] = key
    assert client.get("/comments/mine/").status_code == 302


def test_a_session_that_is_over_signs_nobody_in(client, reader):
    client.force_login(reader)
    assert Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1)) == 1
    assert client.get("/comments/mine/").status_code == 302


def test_a_session_that_never_was_signs_nobody_in(client):
    client.cookies["sessionid"] = "made-up'by-a-stranger"
    assert client.get("/comments/mine/").status_code == 302
