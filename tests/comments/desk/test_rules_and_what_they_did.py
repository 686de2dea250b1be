from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments import switch
from comments.models import Case, Comment, Decision, Domain, Finding, Mode, Scope, Word
from comments.moderation import decisions
from comments.screening import verdict
from comments.screening.verdict import Verdict
from tests.builders import a_case, a_comment


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


def statuses(*comments):
    return [Comment.objects.get(pk=comment.pk).status for comment in comments]


@pytest.fixture
def word(moderator):
    return Word.objects.create(text="harbour", made_by=moderator)


def found_by(
    rule, *, status="held", others=(), at=None, weight=50, leads_to=Verdict.HOLD, **comment
):
    """A comment that waits, with its case, because of this rule and of others."""
    at = at or timezone.now()
    comment.setdefault("text", "The harbour is shut.")
    if status in ("held", "spam"):
        kind = status
        made = a_case(kind=kind, at=at, **comment).comment
    else:
        made = a_comment(status=status, at=at, **comment)
    own = verdict.Finding("words", "on the list", weight, leads_to, span=(4, 11), rule=rule.rule)
    Finding.objects.keep(made, [own, *others], at)
    return made


def shown(desk, rule, **asked):
    return desk.get(reverse("rule", args=[rule.rule]), asked)


def publish(desk, page, **more):
    ticks = [
        f"{trace.comment.pk}:{trace.comment.status}"
        for trace, _ in page.context["found"]
        if trace.is_kept_back
    ]
    return desk.post(page.wsgi_request.get_full_path(), {"comment": ticks, **more}, follow=True)


def test_all_that_a_rule_found_of_late_is_listed_with_what_became_of_it(at_the_desk, article, word):
    found_by(word, article=article)
    found_by(word, article=article, status="published", text="Our harbour shines.")
    found_by(word, article=article, at=timezone.now() - timedelta(days=9), text="Long ago.")
    a_case(article=article, text="Of another rule.")
    page = shown(at_the_desk, word)
    assert "2 comments since then. 1 waits or is put away because of this rule alone" in text_of(
        page
    )
    assert "<mark>harbour</mark>" in page.content.decode()
    assert "Long ago." not in text_of(page)
    since = timezone.localtime() - timedelta(days=10)
    page = shown(at_the_desk, word, since=f"{since:%Y-%m-%dT%H:%M}")
    assert "Long ago." in text_of(page)


def test_what_it_alone_kept_back_is_published_at_once_and_taken_back_at_once(
    at_the_desk, article, word
):
    held = [found_by(word, article=article) for _ in range(3)]
    page = publish(at_the_desk, shown(at_the_desk, word))
    assert "3 comments published." in text_of(page)
    assert statuses(*held) == ["published"] * 3
    assert not Case.objects.open().exists()
    at_the_desk.post(reverse("retraction"))
    assert statuses(*held) == ["held"] * 3
    assert Case.objects.open().count() == 3


def test_spam_beyond_doubt_comes_back_in_the_same_act(at_the_desk, article):
    domain = Domain.objects.create(name="boats.example", act="spam")
    held = found_by(domain, article=article)
    spam = found_by(domain, article=article, status="spam", weight=100, leads_to=Verdict.SPAM)
    Case.objects.filter(comment=spam).close(None, timezone.now())
    publish(at_the_desk, shown(at_the_desk, domain))
    assert statuses(held, spam) == ["published", "published"]
    at_the_desk.post(reverse("retraction"))
    assert statuses(held, spam) == ["held", "spam"]


def test_what_other_checks_would_hold_stays_and_says_so(at_the_desk, article, word):
    other = verdict.Finding("links", "leads to boats.example", 60, Verdict.SPAM)
    hint = verdict.Finding("noise", "a little loud", 20)
    kept = found_by(word, article=article, others=[other])
    freed = found_by(word, article=article, others=[hint])
    page = shown(at_the_desk, word)
    assert "Stays: kept back also by: Links." in text_of(page)
    publish(at_the_desk, page)
    assert statuses(kept, freed) == ["held", "published"]


def test_what_a_person_has_decided_since_stays(at_the_desk, article, word, administrator):
    decided = found_by(word, article=article)
    page = shown(at_the_desk, word)
    decisions.decide(
        Decision.Verb.SPAM, [decided.pk], by=administrator, at=timezone.now(), reason=""
    )
    answer = publish(at_the_desk, page)
    assert statuses(decided) == ["spam"]
    assert "1 passed over: no longer kept back by this rule alone." in text_of(answer)
    assert "Marked as spam by Ada Keys" in text_of(answer)


def test_what_readers_reported_and_what_is_read_first_anyway_stays(at_the_desk, article, word):
    reported = found_by(word, article=article, causes=("words", "attack"))
    assert "Stays: its case has other reasons too." in text_of(shown(at_the_desk, word))
    switch.suspend(Scope(), mode=Mode.PREMODERATED, cause="abuse", reason="A flood.")
    first = found_by(word, article=article)
    page = shown(at_the_desk, word)
    assert "Stays: comments there are read first, or closed." in text_of(page)
    publish(at_the_desk, page)
    assert statuses(reported, first) == ["held", "held"]


def test_what_its_author_changed_since_is_no_longer_of_the_rule(at_the_desk, article, word):
    changed = found_by(word, article=article, at=timezone.now() - timedelta(minutes=5))
    other = verdict.Finding("contact", "a telephone number", 50)
    Finding.objects.keep(changed, [other], timezone.now())
    assert "Stays: its author has changed it since." in text_of(shown(at_the_desk, word))


def test_what_was_unticked_stays(at_the_desk, article, word):
    kept, freed = (found_by(word, article=article) for _ in range(2))
    at_the_desk.post(reverse("rule", args=[word.rule]), {"comment": [f"{freed.pk}:held"]})
    assert statuses(kept, freed) == ["held", "published"]


def test_nothing_ticked_publishes_nothing(at_the_desk, article, word):
    kept = found_by(word, article=article)
    page = at_the_desk.post(reverse("rule", args=[word.rule]), follow=True)
    assert "Nothing was ticked." in text_of(page)
    assert statuses(kept) == ["held"]


@pytest.mark.parametrize("rule", ["word:0", "word:", "word", "page:1", "word:x"])
def test_a_rule_that_is_none_is_not_found(at_the_desk, rule):
    assert at_the_desk.get(reverse("rule", args=[rule])).status_code == 404


def test_a_rules_page_costs_the_same_for_one_comment_and_for_three(
    at_the_desk, article, word, django_assert_num_queries
):
    found_by(word, article=article)
    shown(at_the_desk, word)
    for number in (1, 3):
        while Comment.objects.count() < number:
            found_by(word, article=article)
        with django_assert_num_queries(20):
            shown(at_the_desk, word)
