"""What people set about the checks, through the admin."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.models import Limit, LogEntry, Rulebook
from comments.screening import rulebook
from comments.screening.pipeline import CHECKS

pytestmark = pytest.mark.usefixtures("open_admin", "screened")


@pytest.fixture
def at_the_checks(client, moderator):
    client.force_login(moderator)
    return client


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


def address(name):
    return reverse("admin:comments_limit_change", args=[name])


def save(desk, name, **fields):
    page = desk.get(address(name))
    form = page.context["adminform"].form
    sent = {each: form.get_initial_for_field(field, each) for each, field in form.fields.items()}
    sent = {each: "on" if value is True else value for each, value in sent.items()}
    sent = {**sent, **fields}
    return desk.post(
        address(name), {k: v for k, v in sent.items() if v is not False and v is not None}
    )


def test_every_check_is_listed_with_what_it_does(at_the_checks):
    page = text_of(at_the_checks.get(reverse("admin:comments_limit_changelist")))
    for check in CHECKS:
        assert check.label in page
    assert "The breaker" in page
    assert "Reports" in page


@pytest.mark.parametrize("name", [*(check.name for check in CHECKS), "reports", "breaker"])
def test_each_opens_and_saved_as_it_is_stays_as_it_is(at_the_checks, name):
    answer = save(at_the_checks, name)
    assert answer.status_code == 302
    row = Limit.objects.get(pk=name)
    assert row.settings == {}


def test_what_was_set_is_kept_logged_and_read_before_the_next_comment(at_the_checks, moderator):
    before = Rulebook.objects.version()
    save(at_the_checks, "newcomer", first_comments="3")
    assert Limit.objects.get().settings == {"first_comments": 3}
    assert Rulebook.objects.version() > before
    entry = LogEntry.objects.get()
    assert (entry.by, entry.act, entry.about) == (moderator, "change", "check newcomer")
    assert entry.details["changes"] == {"settings.first_comments": [None, 3]}
    assert rulebook.current(timezone.now()).limits["newcomer"].first_comments == 3


def test_what_is_out_of_bounds_is_told_beside_the_field(at_the_checks):
    page = save(at_the_checks, "newcomer", first_comments="-1")
    assert page.status_code == 200
    assert page.context["adminform"].form.errors == {
        "first_comments": ["Ensure this value is greater than or equal to 0."]
    }
    assert not LogEntry.objects.exists()


def test_a_key_is_never_shown_nor_logged_and_stays_when_left_empty(at_the_checks):
    save(at_the_checks, "akismet", key="very-secret", site="https://paper.example", is_on="on")
    assert "very-secret" not in at_the_checks.get(address("akismet")).content.decode()
    save(at_the_checks, "akismet", sends_address="on")
    assert Limit.objects.get().settings == {
        "key": "very-secret",
        "site": "https://paper.example",
        "sends_address": True,
    }
    assert not any("very-secret" in str(entry.details) for entry in LogEntry.objects.all())


def test_a_check_switched_off_and_on_again(at_the_checks):
    save(at_the_checks, "noise", is_on=False)
    assert Limit.objects.get().is_on is False
    save(at_the_checks, "noise", is_on="on")
    assert Limit.objects.get().is_on is True


def test_what_is_no_check_is_not_there(at_the_checks):
    assert at_the_checks.get(address("nonsense")).status_code == 302
