import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from comments.models import Comment, Finding, Limit, Rulebook, Word
from comments.screening.pipeline import CHECKS

pytestmark = pytest.mark.usefixtures("screened")


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


def tried(desk, text, **fields):
    fields = {"text": text, "standing": "regular", "language": "en", **fields}
    return desk.post(reverse("bench"), fields)


def test_a_calm_text_would_appear_and_every_check_says_that_it_found_nothing(at_the_desk):
    page = text_of(tried(at_the_desk, "I crossed it this morning."))
    assert "Publish It would appear at once." in page
    for check in CHECKS:
        assert check.label in page


def test_each_finding_is_marked_in_the_text_and_named_with_its_check(at_the_desk):
    Word.objects.create(text="fool", act="refuse")
    Rulebook.objects.turn()
    page = tried(at_the_desk, "You fool, call +44 20 7946 0958!")
    assert "<mark>fool<sup>1</sup></mark>" in page.content.decode()
    assert "<mark>+44 20 7946 0958<sup>2</sup></mark>" in page.content.decode()
    assert "Refuse It would be refused" in text_of(page)
    assert "a telephone number" in text_of(page)


@pytest.mark.parametrize(
    ("standing", "verdict"),
    [
        ("newcomer", "hold"),
        ("regular", "publish"),
        ("trusted", "publish"),
        ("premoderated", "hold"),
    ],
)
def test_the_same_text_is_judged_by_who_would_write_it(at_the_desk, standing, verdict):
    page = tried(at_the_desk, "A first remark.", standing=standing)
    assert page.context["found"].verdict == verdict


def test_a_check_that_is_off_says_so(at_the_desk):
    Limit.objects.create(name="noise", is_on=False)
    Rulebook.objects.turn()
    page = text_of(tried(at_the_desk, "SHAME ON ALL OF YOU WHO VOTED FOR THIS RUBBISH, TWICE"))
    assert "Shouting and noise Switched off" in page
    assert "Akismet Switched off" in page


def test_nothing_is_stored_and_the_text_stays_in_the_form(at_the_desk):
    page = tried(at_the_desk, "A text to keep.")
    assert page.context["form"]["text"].value() == "A text to keep."
    assert not Comment.objects.exists()
    assert not Finding.objects.exists()


def test_an_empty_bench_asks_for_a_text(at_the_desk):
    page = tried(at_the_desk, "")
    assert page.status_code == 422
    assert "Please write something first." in text_of(page)


def test_a_link_to_the_paper_itself_is_no_link_out_on_the_bench_either(at_the_desk, settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "paper.example"]
    page = tried(at_the_desk, "As in https://paper.example/bridge", standing="newcomer")
    assert "a newcomer’s link" not in text_of(page)


def test_a_finding_leads_to_what_its_rule_did(at_the_desk):
    word = Word.objects.create(text="fool")
    Rulebook.objects.turn()
    page = tried(at_the_desk, "You fool.")
    assert f'href="{reverse("rule", args=[word.rule])}"' in page.content.decode()


def test_nobody_outside_is_asked_unless_it_is_ticked(at_the_desk):
    Limit.objects.create(name="classifier", settings={"url": "http://127.0.0.1:9/"})
    Rulebook.objects.turn()
    assert "HTTP classifier Not asked" in text_of(tried(at_the_desk, "Calm."))
    page = text_of(tried(at_the_desk, "Calm.", outside="on"))
    assert "could not be asked" in page
