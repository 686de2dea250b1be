from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.models import Comment, Decision, Fingerprint
from comments.screening import fingerprint
from tests.builders import a_case, a_comment, an_article

PASTE = "The harbour board has sold us out again and everybody in this town knows it by now."


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


def statuses():
    return sorted(Comment.objects.values_list("status", flat=True))


def pasted(article, *, group=None, **fields):
    comment = a_comment(article=article, text=PASTE, **fields)
    Fingerprint.objects.keep(comment, fingerprint.of(PASTE), group, timezone.now())
    return comment


@pytest.fixture
def campaign(article):
    """One text by four people under two articles, and what else was said."""
    case = a_case(article=article, text=PASTE, at=timezone.now())
    Fingerprint.objects.keep(case.comment, fingerprint.of(PASTE), None, timezone.now())
    group = case.comment_id
    pasted(article, group=group)
    pasted(an_article(), group=group, status="held")
    pasted(an_article(), group=group)
    a_comment(article=article, text="A calm remark of somebody else.")
    return case


def ticked(page):
    return [f"{row.pk}:{row.status}" for row in page.context["rows"]]


def test_a_sweep_is_shown_with_its_count_before_anything_happens(at_the_desk, campaign):
    page = at_the_desk.get(reverse("sweeping", args=[campaign.pk]), {"by": "text"})
    assert "4 comments by 4 authors" in text_of(page)
    assert "A calm remark" not in text_of(page)
    assert statuses() == ["held", "held", "published", "published", "published"]


def test_all_that_is_ticked_goes_at_once_and_comes_back_at_once(at_the_desk, campaign):
    address = reverse("sweeping", args=[campaign.pk])
    rows = ticked(at_the_desk.get(address, {"by": "text"}))
    page = at_the_desk.post(address, {"comment": rows, "verb": "spam"}, follow=True)
    assert "4 comments marked as spam." in text_of(page)
    assert statuses() == ["published", "spam", "spam", "spam", "spam"]
    assert len(set(Decision.objects.values_list("act", flat=True))) == 1
    at_the_desk.post(reverse("retraction"))
    assert statuses() == ["held", "held", "published", "published", "published"]


def test_what_was_unticked_stays(at_the_desk, campaign):
    address = reverse("sweeping", args=[campaign.pk])
    rows = ticked(at_the_desk.get(address, {"by": "text"}))
    at_the_desk.post(address, {"comment": rows[:1], "verb": "spam"})
    assert statuses().count("spam") == 1


def test_a_sweep_that_says_nothing_does_nothing(at_the_desk, campaign):
    address = reverse("sweeping", args=[campaign.pk])
    rows = ticked(at_the_desk.get(address, {"by": "text"}))
    page = at_the_desk.post(address, {"comment": rows}, follow=True)
    assert "Choose what is to be done." in text_of(page)
    assert "spam" not in statuses()


def test_the_same_author_and_the_same_address_are_found(at_the_desk, article, reader):
    case = a_case(article=article, author=reader)
    Comment.objects.filter(pk=case.comment_id).update(address="203.0.113.7")
    a_comment(article=article, author=reader)
    neighbour = a_comment(article=article)
    Comment.objects.filter(pk=neighbour.pk).update(address="203.0.113.7")
    long_ago = timezone.now() - timedelta(days=30)
    a_comment(article=article, author=reader, at=long_ago)
    a_comment(article=article)
    for by, number in (("author", 2), ("address", 2)):
        page = at_the_desk.get(reverse("sweeping", args=[case.pk]), {"by": by})
        assert len(page.context["rows"]) == number, by


def test_a_moderators_own_comments_are_passed_over(at_the_desk, campaign, moderator, article):
    pasted(article, group=campaign.comment_id, author=moderator)
    address = reverse("sweeping", args=[campaign.pk])
    rows = ticked(at_the_desk.get(address, {"by": "text"}))
    page = at_the_desk.post(address, {"comment": rows, "verb": "spam"}, follow=True)
    assert "1 passed over: your own: a colleague decides." in text_of(page)


def test_a_link_to_the_same_site_is_found_however_it_is_written(at_the_desk, article):
    case = a_case(article=article, text="See https://www.cheap-boats.example.com/a now.")
    a_comment(article=article, text="Look at shop.example.com/b, please.")
    a_comment(article=article, text="An example.community is no such thing.")
    page = at_the_desk.get(reverse("sweeping", args=[case.pk]), {"by": "domain"})
    assert len(page.context["rows"]) == 2
