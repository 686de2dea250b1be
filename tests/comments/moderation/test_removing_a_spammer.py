"""One act for a spammer: everything of the account goes at once, and comes back at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from comments import posting, standing
from comments.models import (
    AccountRemoval,
    AddressUse,
    Case,
    Comment,
    Decision,
    Domain,
    Fingerprint,
    LogEntry,
    Report,
    Rulebook,
    Sanction,
    Thread,
)
from comments.moderation import decisions, record, sanctions, spammers
from comments.moderation.account_removal import ban_and_remove
from comments.screening import fingerprint
from tests.builders import a_case, a_comment, a_person, an_article

Status, Verb = Comment.Status, Decision.Verb
PASTE = "The harbour board has sold us out again and everybody in this town knows it by now."
BAIT = "Cheap watches at https://cheap-watches.example/buy and more."


def now():
    return timezone.now()


def remove(person, by, **options):
    return spammers.remove(person, by=by, at=now(), **options)


def undo_last(by):
    return decisions.undo(Decision.objects.last_act_of(by), by=by, at=now())


def preview(person, by):
    return spammers.preview(person, by=by, at=now())


def statuses(person):
    return sorted(Comment.objects.filter(author=person).values_list("status", flat=True))


def is_banned(person):
    return standing.of(person, now()).ban is not None


def reported(comment, upheld=None):
    report = Report.objects.file(comment, a_person(), reason="spam", text="", at=now())
    Report.objects.filter(pk=report.pk).update(upheld=upheld)
    return report


def pasted(article, author, group=None, text=PASTE):
    comment = a_comment(article=article, author=author, text=text)
    Fingerprint.objects.keep(comment, fingerprint.of(text), group, now())
    return comment


@pytest.fixture
def spammer(reader, article):
    """Readers see two of the comments, two wait; one was rejected and one is certain spam."""
    a_comment(article=article, author=reader, text=BAIT)
    published = a_case(article=article, author=reader, kind="reported", text=BAIT)
    reported(published.comment)
    a_case(article=an_article(), author=reader, kind="held")
    a_case(article=article, author=reader, kind="spam")
    a_comment(article=article, author=reader, status="rejected")
    a_comment(article=article, author=reader, status="spam")
    return reader


# The act


def test_everything_of_a_spammer_goes_in_one_act(spammer, moderator, article):
    outcome = remove(spammer, moderator)
    assert statuses(spammer) == ["rejected", *["spam"] * 5]
    assert not Case.objects.open().filter(author=spammer).exists()
    assert (outcome.decided, outcome.cases, outcome.banned) == (4, 3, [spammer])
    assert Thread.objects.get(article=article).comment_count == 0
    assert Report.objects.get().upheld
    ban = Sanction.objects.get()
    assert (ban.kind, ban.ends_at, ban.set_by) == (Sanction.Kind.BAN, None, moderator)
    assert ban.reason == "This account was used to post spam."
    assert len(set(Decision.objects.values_list("act", flat=True))) == 1


def test_others_keep_their_comments_and_cases(spammer, moderator, article):
    other = a_case(article=article)
    remove(spammer, moderator)
    assert list(Case.objects.open()) == [other]
    assert statuses(other.comment.author) == ["held"]


def test_one_undo_brings_all_of_it_back(spammer, moderator, article):
    before = statuses(spammer)
    counted = Thread.objects.get(article=article).comment_count
    waiting = set(Case.objects.open())
    remove(spammer, moderator)
    assert undo_last(moderator).did_anything
    assert statuses(spammer) == before
    assert set(Case.objects.open()) == waiting
    assert Report.objects.get().upheld is None
    assert Thread.objects.get(article=article).comment_count == counted
    assert not is_banned(spammer)
    assert Decision.objects.last_act_of(moderator) is None


def test_cases_of_comments_that_are_removed_already_are_closed_and_opened_again(
    reader, moderator, article
):
    case = a_case(article=article, author=reader, status="rejected")
    deleted = a_case(article=article, author=reader, status="deleted")
    report, settled = reported(case.comment), reported(case.comment, upheld=False)
    outcome = remove(reader, moderator)
    assert (outcome.decided, outcome.cases) == (0, 2)
    assert not Case.objects.open().exists()
    report.refresh_from_db()
    settled.refresh_from_db()
    assert (report.upheld, settled.upheld) == (True, False)
    assert undo_last(moderator).did_anything
    assert set(Case.objects.open()) == {case, deleted}
    report.refresh_from_db()
    assert report.upheld is None
    assert statuses(reader) == ["deleted", "rejected"]


def test_an_account_without_comments_is_banned_and_that_is_the_last_act(reader, moderator, article):
    decisions.decide(Verb.APPROVE, [a_case(article=article).comment_id], by=moderator, at=now())
    assert remove(reader, moderator).decided == 0
    assert is_banned(reader)
    outcome = undo_last(moderator)
    assert (outcome.did_anything, outcome.decided) == (True, 0)
    assert not is_banned(reader)
    assert undo_last(moderator).decided == 1


def test_the_undo_leaves_alone_what_somebody_has_decided_since(spammer, moderator, article):
    colleague = a_person(group="Moderators")
    remove(spammer, moderator)
    kept = Comment.objects.filter(author=spammer, decisions__status_before="held").get()
    decisions.decide(Verb.RESTORE, [kept.pk], by=colleague, at=now())
    outcome = undo_last(moderator)
    assert outcome.passed_over == {"meanwhile published by somebody else": 1}
    kept.refresh_from_db()
    assert kept.status == Status.PUBLISHED
    assert not is_banned(spammer)


def test_a_colleague_may_undo_it_and_only_once(spammer, moderator):
    outcome = remove(spammer, moderator)
    colleague = a_person(group="Moderators")
    batch = outcome.removal.batch_id
    assert decisions.undo(batch, by=colleague, at=now()).did_anything
    assert not decisions.undo(batch, by=moderator, at=now()).did_anything
    assert Sanction.objects.get().lifted_by == colleague
    assert AccountRemoval.objects.get().undone_by == colleague


def test_an_earlier_ban_stays_when_the_removal_is_undone(spammer, moderator):
    earlier = Sanction(person=spammer, kind="ban", reason="Threats.")
    sanctions.impose(earlier, by=moderator, at=now())
    outcome = remove(spammer, moderator)
    assert (outcome.banned, Sanction.objects.count()) == ([], 1)
    undo_last(moderator)
    assert is_banned(spammer)


def test_pressed_twice_it_is_one_act(spammer, moderator):
    colleague = a_person(group="Moderators")
    first = remove(spammer, moderator)
    second = remove(spammer, colleague)
    assert (second.removal, second.before) == (None, first.removal)
    assert AccountRemoval.objects.count() == 1
    assert Decision.objects.last_act_of(colleague) is None


def test_what_a_colleague_has_decided_since_the_page_was_opened_is_passed_over(
    spammer, moderator, article
):
    seen_at = now()
    held = Comment.objects.held().get(author=spammer)
    colleague = a_person(group="Moderators")
    decisions.decide(Verb.APPROVE, [held.pk], by=colleague, at=now())
    outcome = remove(spammer, moderator, seen_at=seen_at)
    assert outcome.passed_over == {"meanwhile published by somebody else": 1}
    held.refresh_from_db()
    assert held.status == Status.PUBLISHED
    assert outcome.decided == 3


@pytest.mark.parametrize("staff", ["editor", "administrator", "moderator"])
def test_neither_staff_nor_oneself_can_be_removed(request, staff, moderator, article):
    person = request.getfixturevalue(staff)
    a_comment(article=article, author=person)
    with pytest.raises(ValidationError):
        remove(person, moderator)
    assert statuses(person) == ["published"]
    assert preview(person, moderator).complaint
    assert not LogEntry.objects.exists()


def test_the_owner_of_the_account_reads_why_and_cannot_write(spammer, moderator, article):
    comment = Comment.objects.filter(author=spammer).first()
    remove(spammer, moderator, reason="You posted the same shop eleven times.", comment=comment)
    ban = standing.of(spammer, now()).in_the_way
    assert ban.reason == "You posted the same shop eleven times."
    assert ban.comment == comment
    assert posting.refusal(spammer, posting.switch.state(article, now()), now())


def test_the_act_and_its_undo_are_in_the_log(spammer, moderator):
    remove(spammer, moderator, domains=["cheap-watches.example"])
    undo_last(moderator)
    assert record.verify() is None
    domain = Domain.objects.get()
    about = f"account {spammer.pk}"
    assert list(LogEntry.objects.order_by("number").values_list("act", "about")) == [
        ("sanction", about),
        ("add", f"domain {domain.pk}"),
        ("account removal", about),
        ("sanction lifted", about),
        ("change", f"domain {domain.pk}"),
        ("account removal undone", about),
    ]


# Domains


def test_a_domain_is_blocked_and_listed_no_more_after_the_undo(spammer, moderator):
    version = Rulebook.objects.version()
    outcome = remove(spammer, moderator, domains=["cheap-watches.example"])
    assert outcome.blocked == ["cheap-watches.example"]
    entry = Domain.objects.in_force(now()).get()
    assert (entry.act, entry.made_by) == (Domain.Act.REFUSE, moderator)
    assert Rulebook.objects.version() > version
    undo_last(moderator)
    assert not Domain.objects.in_force(now()).exists()


def test_an_entry_that_was_there_is_as_it_was_after_the_undo(spammer, moderator):
    ends_at = now() + timedelta(days=1)
    entry = Domain.objects.create(name="cheap-watches.example", act="hold", ends_at=ends_at)
    remove(spammer, moderator, domains=[entry.name])
    entry.refresh_from_db()
    assert (entry.act, entry.ends_at) == ("refuse", None)
    undo_last(moderator)
    entry.refresh_from_db()
    assert (entry.act, entry.ends_at, entry.is_on) == ("hold", ends_at, True)


def test_a_domain_stays_blocked_that_a_colleague_has_blocked_too(spammer, moderator, article):
    colleague, other = a_person(group="Moderators"), a_person()
    a_comment(article=article, author=other, text=BAIT)
    remove(spammer, moderator, domains=["cheap-watches.example"])
    remove(other, colleague, domains=["cheap-watches.example"])
    undo_last(moderator)
    assert Domain.objects.in_force(now()).exists()
    undo_last(colleague)
    assert not Domain.objects.in_force(now()).exists()


def test_a_domain_stays_that_somebody_has_changed_since(spammer, moderator):
    remove(spammer, moderator, domains=["cheap-watches.example"])
    Domain.objects.update(act="spam")
    undo_last(moderator)
    assert Domain.objects.in_force(now()).get().act == "spam"


@pytest.mark.parametrize("name", ["t.me", "youtube.com", "bit.ly", "testserver", "co.uk"])
def test_a_host_that_many_share_is_neither_offered_nor_blocked(
    reader, moderator, article, name, settings
):
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SITE_URL = "https://testserver"
    a_comment(article=article, author=reader, text=f"See https://{name}/somebody now.")
    assert preview(reader, moderator).domains == []
    assert remove(reader, moderator, domains=[name]).blocked == []
    assert not Domain.objects.exists()


def test_a_domain_that_the_newsroom_allows_stays_allowed(spammer, moderator):
    Domain.objects.create(name="cheap-watches.example", act="allow")
    assert preview(spammer, moderator).domains[0].is_allowed
    assert remove(spammer, moderator, domains=["cheap-watches.example"]).blocked == []
    assert Domain.objects.get().act == "allow"


def test_the_preview_says_how_others_use_a_domain_and_what_became_of_it(
    spammer, moderator, article
):
    for status in ("published", "published", "rejected", "spam", "held"):
        a_comment(article=article, text=BAIT, status=status)
    (domain,) = preview(spammer, moderator).domains
    assert (domain.name, domain.count) == ("cheap-watches.example", 2)
    assert (domain.others_visible, domain.others_removed, domain.others_waiting) == (2, 2, 1)
    assert not domain.is_suggested


def test_the_copies_of_the_group_say_nothing_for_a_domain(reader, moderator, article):
    text = f"{PASTE} https://harbour-truth.example/sign"
    first = pasted(article, reader, text=text)
    pasted(article, a_person(), group=first.pk, text=text)
    (domain,) = preview(reader, moderator).domains
    assert (domain.by_group, domain.others, domain.is_suggested) == (1, 0, True)


@pytest.mark.parametrize(
    ("name", "ticked"),
    [("cheap-watches.example", True), ("bbc.co.uk", False), ("cdc.gov", False)],
)
def test_sites_that_honest_readers_link_to_are_not_ticked(reader, moderator, article, name, ticked):
    a_comment(article=article, author=reader, text=f"See https://{name}/page for it.")
    (domain,) = preview(reader, moderator).domains
    assert domain.is_suggested == ticked


# The group


def test_accounts_that_posted_the_same_or_share_an_address_are_the_group(
    reader, second_reader, moderator, article
):
    first = pasted(article, reader)
    pasted(article, second_reader, group=first.pk)
    neighbour, stranger = a_person(), a_person()
    for person in (reader, neighbour):
        AddressUse.objects.seen(person, "203.0.113.9", now())
    a_comment(article=article, author=stranger)
    pasted(article, moderator, group=first.pk)
    by_text, by_address = preview(reader, moderator).group
    assert (by_text.person, by_text.same_texts, by_text.is_suggested) == (second_reader, 1, True)
    assert (by_address.person, by_address.shares_address) == (neighbour, True)
    assert not by_address.is_suggested


def test_an_account_with_much_that_was_published_is_not_suggested(
    reader, second_reader, moderator, article
):
    first = pasted(article, reader)
    pasted(article, second_reader, group=first.pk)
    for _ in range(4):
        a_comment(article=article, author=second_reader)
    (account,) = preview(reader, moderator).group
    assert (account.counts.visible, account.is_suggested) == (5, False)


def test_the_group_goes_in_the_same_act_and_comes_back_with_it(
    reader, second_reader, moderator, article
):
    first = pasted(article, reader)
    pasted(article, second_reader, group=first.pk)
    colleague = a_person(group="Moderators")
    outcome = remove(reader, moderator, others=[second_reader.pk, colleague.pk, moderator.pk])
    assert outcome.banned == [reader, second_reader]
    assert statuses(reader) == statuses(second_reader) == ["spam"]
    assert not is_banned(colleague)
    undo_last(moderator)
    assert statuses(reader) == statuses(second_reader) == ["published"]
    assert not is_banned(reader)
    assert not is_banned(second_reader)


# The cost


@pytest.mark.parametrize("number", [1, 3])
def test_the_preview_costs_the_same_however_much_there_is(
    reader, moderator, article, number, django_assert_num_queries
):
    first = pasted(article, reader)
    AddressUse.objects.seen(reader, "203.0.113.9", now())
    for place in range(number):
        pasted(article, a_person(), group=first.pk)
        a_comment(article=article, author=reader, text=f"https://shop-{place}.example/x")
    # Comments and cases; texts, entries of the list, uses by others; fingerprints, their accounts,
    # addresses, accounts at these, the people, their comments, cases and bans; an earlier removal.
    with django_assert_num_queries(15):
        found = preview(reader, moderator)
    assert len(found.group) == len(found.domains) == number


# A ban


def test_a_ban_may_take_the_comments_along_with_its_reason(spammer, moderator):
    ban = Sanction(person=spammer, kind="ban", reason="Threats against others.")
    outcome = ban_and_remove(ban, by=moderator, at=now())
    assert (outcome.decided, outcome.cases) == (4, 3)
    assert statuses(spammer) == ["rejected"] * 5 + ["spam"]
    decision = Decision.objects.filter(verb=Verb.REJECT).first()
    assert decision.reason == "Threats against others."
    assert "Threats against others." in decision.statement
    undo_last(moderator)
    assert not is_banned(spammer)
    assert statuses(spammer).count("published") == 2


def test_a_ban_that_is_over_already_is_not_imposed(spammer, moderator):
    ended = now() - timedelta(hours=1)
    ban = Sanction(person=spammer, kind="ban", reason="Threats.", ends_at=ended)
    with pytest.raises(ValidationError, match="lie ahead"):
        ban_and_remove(ban, by=moderator, at=now())
    assert not Sanction.objects.exists()
