"""Where comments lead is stored as they are written, so that a moderator sees how often a domain
is used here and how those comments were decided."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments import posting
from comments.models import CommentLink
from comments.moderation import domain_uses as uses_of
from comments.moderation.domain_uses import domain_uses
from comments.posting import Submission
from tests.builders import a_comment, a_person

TEXT = "Cheap boats at https://www.boats.example/a, also at boats.example/b."


def post(article, author, text):
    sent = Submission(article=article, author=author, text=text, token=uuid.uuid4())
    return posting.submit(sent).comment


def stored(comment):
    return list(CommentLink.objects.filter(comment=comment).values_list("domain", flat=True))


def indexed(article, *, domain="boats.example", days=1, **fields):
    at = timezone.now() - timedelta(days=days)
    comment = a_comment(article=article, text=f"See https://{domain}/", at=at, **fields)
    uses_of.index([comment])
    return comment


def test_a_comment_is_stored_with_each_domain_it_leads_to_once(article, reader):
    comment = post(article, reader, f"{TEXT} And ferries[.]com says so.")
    assert stored(comment) == ["boats.example", "ferries.com"]
    assert CommentLink.objects.first().made_at == comment.created_at


def test_a_link_to_the_paper_itself_is_none_out(article, reader, settings):
    settings.ALLOWED_HOSTS = [".courier.example"]
    assert stored(post(article, reader, "See https://www.courier.example/2026/")) == []


def test_a_changed_comment_leads_where_its_new_text_does(article, reader):
    comment = post(article, reader, TEXT)
    posting.edit(comment, "I meant https://ferries.example/.", by=reader)
    assert stored(comment) == ["ferries.example"]
    posting.edit(comment, "I meant nothing at all.", by=reader)
    assert stored(comment) == []


def test_a_domain_is_known_by_what_became_of_the_comments_that_lead_to_it(article, reader):
    now = timezone.now()
    other = a_person()
    indexed(article, days=300, status="spam")
    first = CommentLink.objects.get().made_at
    indexed(article, author=reader, status="spam")
    indexed(article, author=reader, status="rejected")
    indexed(article, author=other)
    looked_at = indexed(article, author=reader, status="held")
    asked = ["boats.example", "elsewhere.example"]
    known = domain_uses(asked, now, author=reader.pk, besides=looked_at.pk)
    boats, elsewhere = known["boats.example"], known["elsewhere.example"]
    assert boats.decided == [("Published", 1), ("Rejected", 1), ("Spam", 1)]
    assert boats.others == {"published": 1, "spam": 0, "rejected": 0}
    assert (boats.count, boats.authors, boats.first_seen_at) == (3, 2, first)
    assert (elsewhere.count, elsewhere.first_seen_at) == (0, None)


def test_of_a_domain_that_all_link_to_only_the_latest_comments_are_counted(article, monkeypatch):
    monkeypatch.setattr(uses_of, "COUNTED", 2)
    indexed(article, days=3, status="spam")
    for days in (2, 1):
        indexed(article, days=days)
    boats = domain_uses(["boats.example"], timezone.now())["boats.example"]
    assert boats.decided == [("Published", 2)]
    assert not boats.is_complete


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_known_of_domains_costs_two_queries(number, article, django_assert_num_queries):
    domains = [f"site{each}.example" for each in range(number)]
    for domain in domains:
        indexed(article, domain=domain)
    with django_assert_num_queries(2):
        domain_uses(domains, timezone.now())
    with django_assert_num_queries(0):
        domain_uses([], timezone.now())


def test_what_was_written_before_is_stored_by_a_command_as_often_as_it_is_given(
    article, monkeypatch, capsys
):
    monkeypatch.setattr(uses_of, "BATCH", 2)
    now = timezone.now()
    old = a_comment(article=article, text=TEXT, at=now - timedelta(days=100))
    new = [a_comment(article=article, text=TEXT) for _ in range(3)]
    for _ in range(2):
        call_command("index_links")
        assert {each.pk: stored(each) for each in new} == {
            each.pk: ["boats.example"] for each in new
        }
        assert stored(old) == []
    call_command("index_links", days=0)
    assert stored(old) == ["boats.example"]
    assert "4 comments read, links found: 4." in capsys.readouterr().out


def test_links_go_with_their_comment(article):
    indexed(article).delete()
    assert not CommentLink.objects.exists()
