"""From a case, or from the page of an account, to its removal: what it would do, and one button."""

import html
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments import standing
from comments.models import AccountRemoval, Case, Comment, Decision, Domain, Fingerprint, Sanction
from comments.moderation import decisions
from comments.moderation.queue import Place
from comments.screening import fingerprint
from tests.builders import a_case, a_comment, a_person, an_article

PASTE = "The harbour board has sold us out again and everybody in this town knows it by now."
BAIT = "Cheap watches at https://cheap-watches.example/buy and at https://t.me/watches too."


def text_of(page):
    return " ".join(html.unescape(strip_tags(page.content.decode())).split())


def statuses(person):
    return sorted(Comment.objects.filter(author=person).values_list("status", flat=True))


def is_banned(person):
    return standing.of(person, timezone.now()).ban is not None


def fields_of(page):
    """What the button would send, as the page is."""
    body = page.content.decode()
    form = re.search(r'<form method="post">.*?</form>', body, re.DOTALL)[0]
    sent = {}
    for field in re.findall(r"<input [^>]*>", form):
        name, value = (re.search(rf'{key}="([^"]*)"', field) for key in ("name", "value"))
        if name and ("checkbox" not in field or " checked" in field):
            sent.setdefault(name[1], []).append(html.unescape(value[1] if value else "on"))
    reason = re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.DOTALL)
    return sent | {"reason": html.unescape(reason[1]).strip()}


@pytest.fixture
def case(article, reader):
    """Of a spammer: two comments that readers see, and one that waits."""
    a_comment(article=article, author=reader, text=BAIT)
    a_case(article=article, author=reader, kind="reported", text=BAIT)
    return a_case(article=article, author=reader, text=BAIT)


def page_of(client, case, **query):
    return client.get(reverse("spammer", args=[case.author_id]), {"case": case.pk, **query})


def test_the_counts_are_shown_before_anything_happens(at_the_desk, case):
    page = page_of(at_the_desk, case)
    said = text_of(page)
    assert "3 comments will be marked as spam. Readers see 2 of them." in said
    assert "2 open cases will be closed." in said
    assert "cheap-watches.example 3 comments of this account. Nobody else linked to it" in said
    assert "t.me" not in fields_of(page).get("domain", [])
    assert statuses(case.author) == ["held", "published", "published"]


def test_a_legal_notice_among_the_cases_is_named(at_the_desk, case, article):
    a_case(article=article, author=case.author, kind="legal")
    assert "1 of them is a legal notice." in text_of(page_of(at_the_desk, case))


def test_the_page_as_it_stands_does_everything_with_one_button(at_the_desk, case, moderator):
    sent = fields_of(page_of(at_the_desk, case))
    page = at_the_desk.post(reverse("spammer", args=[case.author_id]), sent, follow=True)
    assert statuses(case.author) == ["spam"] * 3
    assert not Case.objects.open().exists()
    assert Domain.objects.in_force(timezone.now()).get().name == "cheap-watches.example"
    assert Sanction.objects.get().comment_id == case.comment_id
    assert (
        "Rita Reader is banned. 3 comments are marked as spam. 2 cases are closed. "
        "Blocked: cheap-watches.example. Undo takes all of it back at once."
    ) in text_of(page)


@pytest.mark.parametrize("script", [{}, {"HTTP_X_DESK": "1"}])
def test_undo_on_the_desk_takes_all_of_it_back(at_the_desk, case, script):
    sent = fields_of(page_of(at_the_desk, case))
    at_the_desk.post(reverse("spammer", args=[case.author_id]), sent)
    page = at_the_desk.post(reverse("retraction"), follow=True, **script)
    assert "The removal of Rita Reader is undone: 3 comments are as they were" in text_of(page)
    assert statuses(case.author) == ["held", "published", "published"]
    assert Case.objects.open().count() == 2
    assert not is_banned(case.author)
    assert not Domain.objects.in_force(timezone.now()).exists()
    page = at_the_desk.post(reverse("retraction"), follow=True)
    assert "There is nothing to take back." in text_of(page)


def test_undo_also_takes_back_the_removal_of_an_account_without_comments(at_the_desk, reader):
    at_the_desk.post(reverse("spammer", args=[reader.pk]), {"reason": "Spam in the name."})
    assert is_banned(reader)
    page = at_the_desk.post(reverse("retraction"), follow=True)
    assert "The removal of Rita Reader is undone: 0 comments" in text_of(page)
    assert not is_banned(reader)


def test_the_next_case_of_the_same_queue_follows(at_the_desk, case, article):
    other = a_case(article=article, kind="reported", text="An insult.")
    a_case(article=article, kind="held")
    sent = fields_of(page_of(at_the_desk, case, kind="reported"))
    page = at_the_desk.post(reverse("spammer", args=[case.author_id]), sent, follow=True)
    assert page.redirect_chain[-1][0] == f"{reverse('desk')}?kind=reported"
    assert page.context["sheet"].case == other


def test_the_place_in_the_queue_is_kept(at_the_desk, case):
    after = Place.of(case)
    sent = fields_of(page_of(at_the_desk, case, after=after))
    answer = at_the_desk.post(reverse("spammer", args=[case.author_id]), sent)
    assert answer.url == f"{reverse('desk')}?after={after}"


def test_the_case_leads_to_the_page_with_its_filter(at_the_desk, case):
    page = at_the_desk.get(reverse("desk"), {"kind": "held"})
    address = f"{reverse('spammer', args=[case.author_id])}?case={case.pk}&amp;kind=held"
    assert address in page.content.decode()


def test_from_another_page_the_moderator_comes_back_there(at_the_desk, reader, article):
    address = reverse("spammer", args=[reader.pk])
    page = at_the_desk.get(address, {"from": f"{article.path}#comments"})
    answer = at_the_desk.post(address, fields_of(page))
    assert answer.url == f"{article.path}#comments"
    elsewhere = {"from": "https://evil.example/", "reason": "Spam."}
    assert at_the_desk.post(address, elsewhere).url == reverse("commenter", args=[reader.pk])


def test_a_reason_is_needed_and_what_was_chosen_stays(at_the_desk, case):
    sent = {**fields_of(page_of(at_the_desk, case)), "reason": "", "domain": []}
    page = at_the_desk.post(reverse("spammer", args=[case.author_id]), sent)
    assert page.status_code == 422
    assert fields_of(page).get("domain") is None
    assert not is_banned(case.author)


def test_the_group_is_ticked_only_when_the_moderator_says_so(at_the_desk, case, article):
    Fingerprint.objects.keep(case.comment, fingerprint.of(PASTE), None, timezone.now())
    others = [a_person(name=f"Copy {number}") for number in range(2)]
    for person in others:
        copy = a_comment(article=article, author=person, text=PASTE)
        Fingerprint.objects.keep(
            copy, fingerprint.of(PASTE), case.comment.fingerprint.group, timezone.now()
        )
    page = page_of(at_the_desk, case)
    assert "1 comment that is nearly the same." in text_of(page)
    assert "account" not in fields_of(page)
    ticked = fields_of(page_of(at_the_desk, case, group="all"))
    assert sorted(ticked["account"]) == sorted(str(person.pk) for person in others)
    page = at_the_desk.post(reverse("spammer", args=[case.author_id]), ticked, follow=True)
    assert "So are 2 accounts of the group." in text_of(page)
    assert all(is_banned(person) for person in others)


def test_who_may_not_list_domains_is_not_offered_any(at_the_desk, case, moderator):
    permission = Permission.objects.get(codename="add_domain")
    moderator.groups.get().permissions.remove(permission)
    page = page_of(at_the_desk, case)
    assert "cheap-watches.example" not in text_of(page)
    sent = {**fields_of(page), "domain": ["cheap-watches.example"]}
    at_the_desk.post(reverse("spammer", args=[case.author_id]), sent)
    assert is_banned(case.author)
    assert not Domain.objects.exists()


@pytest.mark.parametrize("missing", ["add_sanction", "moderate_comment"])
def test_who_may_not_moderate_or_sanction_may_not_remove(at_the_desk, case, moderator, missing):
    moderator.groups.get().permissions.remove(Permission.objects.get(codename=missing))
    address = reverse("spammer", args=[case.author_id])
    assert at_the_desk.get(address).status_code == 403
    assert at_the_desk.post(address, {"reason": "Spam."}).status_code == 403
    assert not is_banned(case.author)


@pytest.mark.parametrize("who", ["colleague", "oneself"])
def test_neither_a_colleague_nor_oneself_is_removed(at_the_desk, moderator, article, who):
    person = moderator if who == "oneself" else a_person(group="Moderators")
    a_comment(article=article, author=person)
    address = reverse("spammer", args=[person.pk])
    assert b"Remove the spammer" not in at_the_desk.get(address).content
    assert at_the_desk.post(address, {"reason": "Spam."}).status_code == 422
    assert statuses(person) == ["published"]


def test_what_a_colleague_decides_meanwhile_is_passed_over_and_told(at_the_desk, case):
    sent = fields_of(page_of(at_the_desk, case))
    colleague = a_person(group="Moderators")
    approve = Decision.Verb.APPROVE
    decisions.decide(approve, [case.comment_id], by=colleague, at=timezone.now())
    page = at_the_desk.post(reverse("spammer", args=[case.author_id]), sent, follow=True)
    said = "1 comment passed over: meanwhile published by somebody else."
    assert said in text_of(page)
    assert statuses(case.author) == ["published", "spam", "spam"]


def test_the_second_of_two_is_told_who_came_first(at_the_desk, case):
    sent = fields_of(page_of(at_the_desk, case))
    address = reverse("spammer", args=[case.author_id])
    at_the_desk.post(address, sent)
    page = at_the_desk.post(address, sent, follow=True)
    assert "Moritz Calm has removed Rita Reader already." in text_of(page)
    assert AccountRemoval.objects.count() == 1


def test_the_page_of_the_account_leads_there_and_takes_it_back(at_the_desk, case):
    page = reverse("commenter", args=[case.author_id])
    assert reverse("spammer", args=[case.author_id]) in at_the_desk.get(page).content.decode()
    sent = {"reason": "Spam.", "seen_at": ""}
    at_the_desk.post(reverse("spammer", args=[case.author_id]), sent)
    assert "banned this account and removed its comments" in text_of(at_the_desk.get(page))
    removal = AccountRemoval.objects.get()
    back = at_the_desk.post(reverse("removal_retraction", args=[removal.pk]), follow=True)
    assert back.redirect_chain[-1][0] == page
    assert not is_banned(case.author)
    again = at_the_desk.post(reverse("removal_retraction", args=[removal.pk]), follow=True)
    assert "Nothing was taken back: it had been undone already." in text_of(again)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(
    at_the_desk, reader, article, number, django_assert_num_queries
):
    case = a_case(article=article, author=reader, text=BAIT)
    for place in range(number):
        a_case(article=an_article(), author=reader, text=f"https://shop-{place}.example/x")
    at_the_desk.get(reverse("spammer", args=[reader.pk]))
    # Who asks: session, account, demo paper, permissions twice; the account, the preview of ten
    # where it has no group, what every page of the admin shows of the switch and the breaker.
    with django_assert_num_queries(PAGE_QUERIES):
        page_of(at_the_desk, case)


PAGE_QUERIES = 21


# A ban from the page of an account


def ban(client, person, **fields):
    sent = {"kind": "ban", "hours": "-1", "reason": "Threats against others.", **fields}
    return client.post(reverse("sanction", args=[person.pk]), sent, follow=True)


def test_a_ban_takes_along_what_the_account_has_written(at_the_desk, case):
    page = at_the_desk.get(reverse("commenter", args=[case.author_id]))
    assert "3 comments. Readers see 2 of them. 2 open cases." in text_of(page)
    page = ban(at_the_desk, case.author, removes="on")
    assert "Rita Reader is banned. 3 comments are rejected. 2 cases are closed." in text_of(page)
    assert statuses(case.author) == ["rejected"] * 3
    assert Sanction.objects.get().ends_at is None
    at_the_desk.post(reverse("retraction"))
    assert statuses(case.author) == ["held", "published", "published"]
    assert not is_banned(case.author)


def test_a_ban_leaves_everything_where_the_moderator_says_so(at_the_desk, case):
    ban(at_the_desk, case.author)
    assert is_banned(case.author)
    assert statuses(case.author) == ["held", "published", "published"]


@pytest.mark.parametrize("kind", ["warning", "premoderation", "mute"])
def test_a_milder_sanction_takes_nothing_along(at_the_desk, case, kind):
    ban(at_the_desk, case.author, removes="on", kind=kind)
    assert statuses(case.author) == ["held", "published", "published"]
    sanction = Sanction.objects.get()
    assert (sanction.kind, sanction.ends_at is None) == (kind, kind != "mute")
