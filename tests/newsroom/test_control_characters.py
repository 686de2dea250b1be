"""Characters that XML, mail and PostgreSQL refuse come in nowhere; tests/articles/test_feeds.py
holds that feeds do not break on those that are there already."""

import json
import re
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from articles.models import Article, Author, Section, Topic
from comments.models import Alert, AlertChannel, Case, Comment, LogEntry, Report, Sanction, Word
from comments.moderation.alerts import carriers
from comments.moderation.record import verify
from newsroom.foundation.clean_text import clean_line, clean_text, clean_value
from newsroom.foundation.visible_text import balance_directions
from newsroom.models import Masthead, User
from tests.builders import a_comment, a_person, a_section, an_article

BAD = "".join(
    map(chr, [*range(9), 0xB, 0xC, *range(0xE, 0x20), *range(0x7F, 0xA0), 0xD800, 0xFFFE])
)
REAL = "Zoë’s 👩\u200d🚀 می\u200cخواهم שלום\u200f 日本\u3000語"
TEXTS = st.text(st.characters() | st.sampled_from(BAD + "\r\n\t\u2028\u2029 "))


@given(TEXTS)
@example(BAD + "\r\n\r\n" + REAL)
def test_cleaning_twice_changes_nothing_more(text):
    for clean in (clean_text, clean_line):
        assert clean(clean(text)) == clean(text)
        assert not set(clean(text)) & set(BAD)
        ET.fromstring(f"<a>{clean(text).replace('&', '').replace('<', '')}</a>".encode())
    assert not set(clean_line(text)) & set("\r\n\t\u2028\u2029")


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])))
def test_what_is_no_control_stays_as_it_is(text):
    assert clean_text(text) == clean_line(text) == text


def test_lines_and_tabs_stay_in_texts_and_become_spaces_in_lines():
    assert clean_text("a\tb\r\nc\rd\x0be") == "a\tb\nc\nde"
    assert clean_line("a\tb\r\nc\u2028d \n e\x0bf") == "a b c d ef"
    assert clean_value({"a\x00": ["b\x01", {"c": "d\x02"}], "e": 1}) == {
        "a": ["b", {"c": "d"}], "e": 1,
    }  # fmt: skip


@pytest.fixture
def at_the_topics(client, administrator, open_admin):
    client.force_login(administrator)
    return client


TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text(st.sampled_from(TURNING + "ab\u200fא"), max_size=12))
def test_a_headline_never_turns_what_follows_it_nor_grows_too_long(text):
    field = Topic._meta.get_field("name")
    for name in (text, "x" * (120 - len(text)) + text):
        kept = field.get_prep_value(name)
        assert len(kept) <= 120
        assert field.get_prep_value(kept) == kept == balance_directions(kept)
        assert re.sub(f"[{TURNING}]", "", kept) == re.sub(f"[{TURNING}]", "", name)


@pytest.mark.django_db
def test_a_headline_typed_with_an_open_override_is_kept_closed(at_the_topics):
    form = {"name": "Bridge \u202eclosed", "slug": "bridge"}
    at_the_topics.post(reverse("admin:articles_topic_add"), form)
    topic = Topic.objects.get()
    assert topic.name == "Bridge \u202eclosed\u202c"
    [said] = [
        str(each)
        for each in at_the_topics.get(reverse("admin:articles_topic_changelist")).context[
            "messages"
        ]
    ]
    assert "closed\u202c" in said


@pytest.mark.django_db
def test_whatever_people_read_in_a_list_is_kept_closed():
    article = an_article(headline="One \u202eway", standfirst="Another \u2067way")
    article.refresh_from_db()
    assert (article.headline, article.standfirst) == (
        "One \u202eway\u202c",
        "Another \u2067way\u2069",
    )
    Article.objects.update(dateline="PORT \u202e")
    assert Article.objects.get().dateline == "PORT \u202e\u202c"
    assert str(a_section(name="Spo\u202ert")) == "Spo\u202ert\u202c"


@pytest.mark.usefixtures("open_admin")
def test_an_editor_saves_a_headline_with_a_control_character_and_the_feeds_stand(client, editor):
    client.force_login(editor)
    section = a_section()
    form = {
        f"{prefix}-{name}_FORMS": 0
        for prefix in ("bylines", "see_also", "web_links", "placements")
        for name in ("TOTAL", "INITIAL")
    }
    form |= {
        "headline": "Bridge\x0b closed\x00\u2028 again", "slug": "bridge-closed",
        "standfirst": "One\x1f line", "dateline": "PORT\x02 ALLARD", "body": "<p>So\x0b it is.</p>",
        "section": section.pk, "language": "en", "published_at_0": "", "published_at_1": "",
        "_publish": "Publish",
    }  # fmt: skip
    page = client.post(reverse("admin:articles_article_add"), form)
    assert page.status_code == 302
    article = Article.objects.get()
    assert article.headline == "Bridge closed again"
    assert (article.standfirst, article.dateline) == ("One line", "PORT ALLARD")
    assert article.body == "<p>So it is.</p>"
    for feed in (reverse("feed"), reverse("section_feed", args=[section.slug])):
        answer = client.get(feed)
        assert answer.status_code == 200
        assert "Bridge closed again" in [
            each.text for each in ET.fromstring(answer.content).iter("title")
        ]


def test_no_way_of_writing_a_model_keeps_them(db):
    section = a_section(name=f"Ci{BAD}ty")
    assert section.name == "City"
    Topic.objects.bulk_create([Topic(name=f"{BAD}Bridges", slug="bridges")])
    Author.objects.create(name="Ada\r\n Keys", slug=f"ada{BAD}", biography=f"One\r\ntwo{BAD}")
    person = User.objects.create_user(f"ada{BAD}@example.org", f"Ada{BAD}", "x")
    article = an_article(headline=f"{REAL}{BAD}")
    Article.objects.filter(pk=article.pk).update(standfirst=f"{REAL}{BAD}")
    comment = a_comment(article=article, text=f"One{BAD}\ntwo")
    Comment.objects.filter(pk=comment.pk).update(text=f"Three{BAD}\nfour")
    for each in (section, article, comment, person):
        each.refresh_from_db()
    assert (section.name, Topic.objects.get().name) == ("City", "Bridges")
    author = Author.objects.get()
    assert (author.name, author.slug, author.biography) == ("Ada Keys", "ada", "One\ntwo")
    assert (person.email, person.display_name) == ("ada@example.org", "Ada")
    assert (article.headline, article.standfirst) == (REAL, REAL)
    assert comment.text == "Three\nfour"


def test_a_row_is_found_by_what_was_typed_of_it(db):
    a_section(name="City", slug="city")
    assert Section.objects.get(name="Ci\x00ty").slug == "city"


def test_an_archive_brings_none_in(tmp_path, db):
    records = [
        {"kind": "archive", "format": "newsroom", "version": 1, "name": "The Echo"},
        {"kind": "section", "slug": "city", "name": f"City{BAD}"},
        {"kind": "article", "id": "7", "slug": "clock", "headline": f"Clock{BAD}",
         "section": "city",
         "body_html": f"<p>Late{BAD}</p>", "published_at": "2021-03-04T05:06:07+00:00"},
        {"kind": "reader", "id": "r", "display_name": f"Nadia{BAD}"},
        {"kind": "comment", "id": "c", "article": "7", "author": "r", "text": f"At last{BAD}",
         "created_at": "2021-03-04T06:00:00+00:00", "status": "published"},
        {"kind": "comment", "id": "d", "article": "7", "author": "r", "text": "\u200b\u3164",
         "created_at": "2021-03-04T06:00:00+00:00", "status": "published"},
    ]  # fmt: skip
    path = tmp_path / "paper.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    call_command("import_archive", str(path), stdout=StringIO())
    article, comment = Article.objects.get(), Comment.objects.get()
    assert (article.headline, article.section.name) == ("Clock", "City")
    assert article.body == "<p>Late</p>"
    assert (comment.text, comment.html) == ("At last", "<p>At last</p>")
    assert comment.author.display_name == "Nadia"


def test_a_report_and_a_note_of_nothing_are_none(client, open_admin):
    article = an_article()
    comment = a_comment(article=article)
    client.force_login(a_person())
    client.post(f"/comments/{comment.pk}/report/", {"reason": "spam", "text": "\u200b\xad\x07"})
    assert Report.objects.get().text == ""
    case = Case.objects.get()
    client.force_login(a_person(group="Moderators"))
    page = client.post(
        reverse("decision", args=[case.pk]),
        {"verb": "reject", "reason": "\u3164\u200b", "seen": "published"},
        follow=True,
    )
    assert "A rejection needs a house rule that is in use." in page.text


def test_a_list_of_words_and_the_log_keep_none(client, db):
    entry = Word.objects.create(text="idi\x00ot\x0b", note="no\nnote")
    assert (entry.text, entry.note) == ("idiot", "no note")


def test_the_log_stays_provable_whatever_is_written_into_it(db):
    with transaction.atomic():
        LogEntry.objects.write(
            "test", by=None, at=timezone.now(), about=f"a\n{BAD}b", details={"reason": f"x{BAD}\ny"}
        )
    entry = LogEntry.objects.get()
    assert (entry.about, entry.details) == ("a b", {"reason": "x\ny"})
    assert verify() is None


def test_an_alert_that_holds_one_leaves_as_mail_all_the_same(db):
    channel = AlertChannel(kind="mail", target="desk@example.org")
    carriers.carry(Alert(channel=channel, subject="Held: A\nB\x0b", text="One\x00\ntwo"))
    [letter] = mail.outbox
    assert (letter.subject, letter.body) == ("Held: A B", "One\ntwo")


def test_the_masthead_and_a_sanction_keep_none(db):
    Masthead.objects.update(name="The\x0b\n Courier")
    assert Masthead.objects.get().name == "The Courier"
    person = a_person()
    sanction = Sanction(person=person, reason="One\x00\r\ntwo")
    sanction.full_clean(exclude=["set_by", "starts_at"])
    assert sanction.reason == "One\ntwo"
