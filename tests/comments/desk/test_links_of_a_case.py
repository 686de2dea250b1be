"""On a case each link is text with its real target and what this site knows of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.desk.links import links_of
from comments.models import Domain, Rulebook
from comments.moderation import domain_uses
from comments.screening import rulebook
from tests.builders import a_case, a_comment

TEXT = "Cheap [boats](https://www.boats.example/a?next=https://evil.example/)."


def case_page(desk, case):
    return desk.get(reverse("case", args=[case.pk])).content.decode()


def text_of(html):
    return " ".join(strip_tags(html).split())


def used_before(article, domain, **fields):
    at = timezone.now() - timedelta(days=2)
    comment = a_comment(article=article, text=f"https://{domain}/", at=at, **fields)
    domain_uses.index([comment])


def test_a_moderator_sees_where_a_link_leads_and_how_it_was_used_here(at_the_desk, article):
    Domain.objects.create(name="boats.example", act="spam")
    Rulebook.objects.turn()
    used_before(article, "boats.example", status="spam")
    used_before(article, "boats.example", status="rejected")
    html = case_page(at_the_desk, a_case(article=article, text=TEXT))
    assert "https://www.<b>boats.example</b>/a?next=https://evil.example/" in html
    text = text_of(html)
    for part in (
        "Blocked: boats.example",
        "Leads on to evil.example",
        "Other comments in 90 days: 2 Rejected 1 Spam 1 Accounts: 2",
        "First seen",
    ):
        assert part in text


def test_a_link_is_opened_only_by_one_more_step_and_tells_nobody_where_from(at_the_desk, article):
    html = case_page(at_the_desk, a_case(article=article, text=TEXT))
    before, _, inside = html.partition('<details class="link-open">')
    assert "www.boats.example/a?next" in inside
    assert 'href="https://www.boats.example' not in before
    assert inside.count('target="_blank" rel="noreferrer noopener nofollow"') >= 1


def test_an_unknown_domain_is_said_to_be_new_and_can_be_listed(at_the_desk, article):
    html = case_page(at_the_desk, a_case(article=article, text=TEXT))
    assert "Never seen here before" in html
    assert f"{reverse('admin:comments_domain_add')}?name=boats.example" in html
    form = at_the_desk.get(reverse("admin:comments_domain_add"), {"name": "boats.example"})
    assert 'value="boats.example"' in form.content.decode()


def test_what_cannot_be_opened_offers_no_link(at_the_desk, article):
    html = case_page(at_the_desk, a_case(article=article, text="[a](ftp://boats.example/x)"))
    assert "boats.example" in html
    assert "link-open" not in html


def test_of_many_links_ten_are_shown_and_the_rest_counted(at_the_desk, article):
    text = " ".join(f"https://site{number}.example/" for number in range(13))
    html = case_page(at_the_desk, a_case(article=article, text=text))
    assert html.count('class="link-target"') == 10
    assert "And 3 more links." in html


@pytest.mark.parametrize("number", [1, 3])
def test_links_cost_three_queries_however_many_there_are(
    article, number, django_assert_num_queries
):
    text = " ".join(f"https://site{number}.example/" for number in range(number))
    linked, plain = a_comment(article=article, text=text), a_comment(article=article)
    rulebook.current(timezone.now())  # compiled once in a process
    with django_assert_num_queries(3):
        assert len(links_of(linked, timezone.now()).shown) == number
    with django_assert_num_queries(0):
        assert not links_of(plain, timezone.now())
