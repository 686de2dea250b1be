"""A rule is tried on the comments of late before it is saved."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from comments.models import Comment, Domain, Finding, LogEntry, MailDomain, Network, Word
from comments.screening import rehearsal
from tests.builders import a_comment, a_person


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


def tried(desk, rule, **typed):
    return desk.post(f"{reverse('rehearsal')}?rule={rule}", typed)


def found(page):
    return [comment.text for comment, _, _ in page.context["found"]]


@pytest.fixture
def conversation(article):
    for text in (
        "The harbour shines.",
        "Of harbourmasters I know nothing.",
        "See https://cheap.example/boats for more.",
        "Calm.",
    ):
        a_comment(article=article, text=text)


def test_a_word_shows_whom_it_would_have_met_and_where(at_the_desk, conversation):
    page = tried(at_the_desk, "word", text="harbour", kind="word", act="refuse", whole_words="on")
    assert "It would have found 1 of the last 4 comments, by 1 author;" in text_of(page)
    assert "The <mark>harbour</mark> shines." in page.content.decode()
    page = tried(at_the_desk, "word", text="harbour", kind="word", act="refuse")
    assert found(page) == ["Of harbourmasters I know nothing.", "The harbour shines."]


def test_a_pattern_is_tried_too_and_one_that_is_none_is_explained(at_the_desk, conversation):
    fields = {"kind": "pattern", "act": "hold"}
    assert len(found(tried(at_the_desk, "word", text="har.our", **fields))) == 2
    page = tried(at_the_desk, "word", text="(har", **fields)
    assert "This is not a pattern that RE2 understands" in text_of(page)


def test_trying_changes_nothing(at_the_desk, conversation):
    word = Word.objects.create(text="calm", act="hold")
    tried(at_the_desk, word.rule, text="harbour", kind="word", act="refuse")
    assert list(Word.objects.values_list("text", "act")) == [("calm", "hold")]
    assert not Finding.objects.exists()
    assert not LogEntry.objects.exists()
    assert set(Comment.objects.values_list("status", flat=True)) == {"published"}


@pytest.mark.parametrize("act", ["allow", "hold", "spam", "refuse"])
def test_a_domain_shows_the_links_that_it_concerns(at_the_desk, conversation, act):
    page = tried(at_the_desk, "domain", name="cheap.example", act=act)
    assert found(page) == ["See https://cheap.example/boats for more."]


def test_a_network_and_a_mail_domain_show_who_writes_from_there(at_the_desk, article):
    near = a_comment(article=article, text="From near.")
    Comment.objects.filter(pk=near.pk).update(address="203.0.113.9")
    far = a_person()
    far.email = "rita@box.example"
    far.save(update_fields=["email"])
    a_comment(article=article, text="By mail.", author=far)
    page = tried(at_the_desk, "network", network="203.0.113.0/24", act="hold")
    assert found(page) == ["From near."]
    assert found(tried(at_the_desk, "maildomain", name="box.example", act="hold")) == ["By mail."]


def test_no_more_than_the_latest_are_read_in_one_query(conversation, django_assert_num_queries):
    with django_assert_num_queries(1):
        found, looked_at = rehearsal.rehearse(Word(text="harbour", whole_words=False), latest=3)
    assert [each.comment.text for each in found] == ["Of harbourmasters I know nothing."]
    assert looked_at == 3


def test_a_rule_of_no_kind_is_not_found(at_the_desk):
    for rule in ("", "page", "word:0", "word:x"):
        assert tried(at_the_desk, rule, text="harbour").status_code == 404


# From the form in the admin and back


def typed_word(**more):
    fields = {"text": "harbour", "kind": "word", "act": "refuse", "note": "Spring tide"}
    return {**fields, "is_on": "on", "ends_at_0": "2031-05-01", "ends_at_1": "12:00:00", **more}


@pytest.mark.parametrize("kind", ["word", "domain", "network", "maildomain"])
def test_the_forms_of_the_lists_offer_the_trial(at_the_desk, kind):
    page = at_the_desk.get(reverse(f"admin:comments_{kind}_add"))
    assert "Try it on the last 1,000 comments" in page.content.decode()
    assert f'formaction="{reverse("rehearsal")}?rule={kind}"' in page.content.decode()


def test_whoever_goes_back_finds_what_was_typed(at_the_desk, conversation):
    word = Word.objects.create(text="calm", act="hold")
    for rule in ("word", word.rule):
        page = tried(at_the_desk, rule, **typed_word(_save="Save"))
        back = page.context["back"]
        assert "_save" not in parse_qs(urlsplit(back).query)
        form = at_the_desk.get(back).context["adminform"].form
        values = {name: form[name].value() for name in form.fields}
        assert values == {
            "text": "harbour",
            "kind": "word",
            "act": "refuse",
            "whole_words": False,
            "note": "Spring tide",
            "is_on": True,
            "ends_at": ["2031-05-01", "12:00:00"],
        }


def test_a_rule_is_saved_from_its_trial_as_it_was_typed(at_the_desk, moderator, conversation):
    page = tried(at_the_desk, "word", **typed_word())
    answer = at_the_desk.post(page.context["address"], {**dict(page.context["typed"]), "_save": 1})
    assert answer.status_code == 302
    word = Word.objects.get()
    assert (word.text, word.act, word.whole_words) == ("harbour", "refuse", False)
    assert word.made_by == moderator


def test_a_rules_form_leads_to_what_it_did(at_the_desk):
    for row in (Word.objects.create(text="harbour"), Domain.objects.create(name="a.example")):
        name = row._meta.model_name
        page = at_the_desk.get(reverse(f"admin:comments_{name}_change", args=[row.pk]))
        assert reverse("rule", args=[row.rule]) in page.content.decode()


# What is kept of a change


def test_a_list_is_never_deleted_from_and_each_change_is_logged(at_the_desk, moderator):
    fields = {"act": "hold", "note": "", "is_on": "on", "ends_at_0": "", "ends_at_1": ""}
    at_the_desk.post(reverse("admin:comments_network_add"), {**fields, "network": "203.0.113.7/24"})
    network = Network.objects.get()
    assert (network.network, network.made_by) == ("203.0.113.0/24", moderator)
    gone = at_the_desk.post(
        reverse("admin:comments_network_delete", args=[network.pk]), {"post": "yes"}
    )
    assert gone.status_code == 403
    entry = LogEntry.objects.get()
    assert (entry.act, entry.about, entry.by) == ("add", f"network {network.pk}", moderator)


def test_rules_are_switched_off_together_and_the_log_says_which(at_the_desk):
    rows = [MailDomain.objects.create(name=f"box{n}.example") for n in range(3)]
    address = reverse("admin:comments_maildomain_changelist")
    chosen = {"_selected_action": [row.pk for row in rows[:2]], "action": "switch_off"}
    page = at_the_desk.post(address, chosen, follow=True)
    assert "2 mail domains switched off." in text_of(page)
    assert list(MailDomain.objects.order_by("pk").values_list("is_on", flat=True)) == [
        False,
        False,
        True,
    ]
    entry = LogEntry.objects.get()
    assert entry.about == "2 mail domains"
    assert entry.details == {"changes": {"is_on": [True, False]}, "rows": [r.pk for r in rows[:2]]}
    at_the_desk.post(address, chosen)
    assert LogEntry.objects.count() == 1
