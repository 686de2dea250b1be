import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.models import Comment, Decision, Fingerprint, HouseRule
from comments.moderation.queue import Place
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
    assert "4 comments of the last 7 days have this in common" in text_of(page)
    assert "Written by 4 authors." in text_of(page)
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


def test_each_choice_says_how_many_it_would_find_before_it_is_chosen(at_the_desk, campaign):
    page = text_of(at_the_desk.get(reverse("sweeping", args=[campaign.pk])))
    assert "The same text, or nearly (4)" in page
    assert "The same author (1)" in page


def test_one_comment_is_spoken_of_in_the_singular(at_the_desk, article):
    case = a_case(article=article)
    page = text_of(at_the_desk.get(reverse("sweeping", args=[case.pk]), {"by": "author"}))
    assert "1 comment of the last 7 days has this: the same author. Written by 1 author." in page


def test_every_row_says_its_status_and_whether_readers_see_it(at_the_desk, article, reader):
    case = a_case(article=article, author=reader)
    a_comment(article=article, author=reader, text="Seen by all.")
    page = text_of(at_the_desk.get(reverse("sweeping", args=[case.pk]), {"by": "author"}))
    assert "Published readers see it Rita Reader Seen by all." in page
    assert "Held Rita Reader I crossed it this morning." in page


def test_the_authors_of_a_sweep_are_listed_with_the_way_to_their_pages(at_the_desk, campaign):
    page = at_the_desk.get(reverse("sweeping", args=[campaign.pk]), {"by": "text"})
    authors = re.findall(r"/desk/people/\d+/", page.content.decode())
    assert len(authors) == 4
    alone = at_the_desk.get(reverse("sweeping", args=[campaign.pk]), {"by": "author"})
    assert not re.search(r"/desk/people/\d+/", alone.content.decode())


def test_each_site_a_comment_links_to_is_a_choice_of_its_own_by_its_name(at_the_desk, article):
    text = "See https://one.example.com/a and https://two.example.org/b, as everybody does."
    case = a_case(article=article, text=text)
    other = a_comment(article=article, text="Only http://www.example.org here.")
    page = at_the_desk.get(reverse("sweeping", args=[case.pk]))
    assert "A link to example.com (1)" in text_of(page)
    assert "A link to example.org (2)" in text_of(page)
    address = reverse("sweeping", args=[case.pk])
    page = at_the_desk.get(address, {"by": "domain", "site": "example.org"})
    assert {row.pk for row in page.context["rows"]} == {other.pk, case.comment_id}


def test_two_channels_of_a_shared_host_are_not_the_same_site(at_the_desk, article):
    case = a_case(article=article, text="Write to https://t.me/quick_money today.")
    same = a_comment(article=article, text="All is told at t.me/Quick_Money/12 for free.")
    a_comment(article=article, text="The council has a channel: https://t.me/council_news")
    page = at_the_desk.get(reverse("sweeping", args=[case.pk]), {"by": "domain"})
    assert "A link to t.me/quick_money (2)" in text_of(page)
    assert {row.pk for row in page.context["rows"]} == {case.comment_id, same.pk}


def test_a_shared_host_alone_is_no_choice(at_the_desk, article):
    case = a_case(article=article, text="Look for it on https://www.youtube.com/ as I did.")
    assert "A link to" not in text_of(at_the_desk.get(reverse("sweeping", args=[case.pk])))


def test_a_sweep_leads_back_to_the_same_place_of_the_same_queue(at_the_desk, campaign, article):
    skipped = a_case(article=article, kind="spam")
    place = f"kind=held&after={Place.of(skipped)}"
    address = f"{reverse('sweeping', args=[campaign.pk])}?{place}"
    page = at_the_desk.get(address)
    sent = {
        "comment": ticked(page),
        "verb": "spam",
        "kind": "held",
        "after": str(Place.of(skipped)),
    }
    answer = at_the_desk.post(reverse("sweeping", args=[campaign.pk]), sent)
    assert answer.url == f"{reverse('desk')}?{place}"


def test_leaving_everything_as_it_is_leads_back_to_the_same_place_too(at_the_desk, campaign):
    page = at_the_desk.get(reverse("sweeping", args=[campaign.pk]), {"kind": "held"})
    assert page.context["back"] == f"{reverse('desk')}?kind=held"
    page = at_the_desk.get(reverse("sweeping", args=[campaign.pk]), {"kind": "legal"})
    assert page.context["back"] == f"{reverse('case', args=[campaign.pk])}?kind=legal"


def test_the_choice_and_the_place_are_kept_when_nothing_was_chosen(at_the_desk, campaign):
    sent = {"by": "author", "kind": "held", "comment": "1:held"}
    answer = at_the_desk.post(reverse("sweeping", args=[campaign.pk]), sent)
    assert answer.url == f"{reverse('sweeping', args=[campaign.pk])}?by=author&kind=held"


def test_a_sweep_by_a_house_rule_tells_the_authors_the_note(at_the_desk, campaign):
    rows = ticked(at_the_desk.get(reverse("sweeping", args=[campaign.pk]), {"by": "text"}))
    rule = HouseRule.objects.first()
    sent = {"comment": rows, "house_rule": rule.pk, "reason": "The same was posted 4 times."}
    at_the_desk.post(reverse("sweeping", args=[campaign.pk]), sent)
    statements = Decision.objects.values_list("statement", flat=True)
    assert len(statements) == 4
    assert all("The same was posted 4 times." in statement for statement in statements)


def test_what_is_spam_already_is_not_swept_again(at_the_desk, article, reader):
    case = a_case(article=article, author=reader)
    a_comment(article=article, author=reader, status="spam", text="Decided long ago.")
    a_case(article=article, author=reader, kind="spam", text="Doubtful.")
    page = text_of(at_the_desk.get(reverse("sweeping", args=[case.pk]), {"by": "author"}))
    assert "Doubtful." in page
    assert "Decided long ago." not in page
