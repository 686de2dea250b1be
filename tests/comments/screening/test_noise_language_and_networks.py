import pytest

from comments.screening.checks import language, network, noise
from comments.screening.submission import Submission
from comments.screening.verdict import Verdict
from comments.standing import Standing


def noises(text):
    return [each.evidence for each in noise.find(Submission(text), noise.NoiseLimits())]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("SHAME ON ALL OF YOU WHO VOTED FOR THIS RUBBISH, TWICE", "100 % capitals"),
        ("Nooooooooooooooooooooooo, not the bridge", "“o” 23× in a row"),
        ("🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥 !!!", "100 % symbols"),
        ("h\u0301\u0302\u0303\u0304\u0305ello there", "marks piled on letters"),
        ("all quiet" + "\u200b" * 9, "9 invisible characters"),
    ],
)
def test_noise_is_told_by_what_it_does(text, evidence):
    assert evidence in noises(text)


@pytest.mark.parametrize(
    "text",
    [
        "The BBC, the NHS and the EU disagree, as ever, over the same report.",
        "NO!",
        "Wait … what? Really?!",
        "สวัสดีครับ ผมไม่เห็นด้วยกับบทความนี้เลย",
        "क्या आप सच में ऐसा सोचते हैं? मुझे नहीं लगता।",
        "नमस्ते",
        "השמועה אינה נכונה כלל, לדעתי",
        "👩‍👩‍👧‍👦 a family of four, as it happens",
        "over\xadwhelm\xading " * 9 + "from a justified page",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f England, " * 3 + "as ever",
    ],
)
def test_ordinary_talk_in_any_script_is_no_noise(text):
    assert noises(text) == []


def languages(text, **limits):
    found = language.find(Submission(text, language="en"), language.LanguageLimits(**limits))
    return [each.evidence for each in found]


def test_a_long_text_in_another_language_is_named():
    text = "Die Brücke ist seit gestern wieder offen, und alle Leute freuen sich sehr darüber."
    assert languages(text) == ["written in German"]
    assert languages(text, languages="en de") == []
    assert languages("Sehr gut!") == []


@pytest.mark.parametrize("text", ["\x80\x81" * 50, "\ud800" * 80, "\x00" * 80, "a\u0301" * 60])
def test_what_is_no_language_is_none(text):
    assert languages(text) == []


def networks(entries=(), mail=(), *, address="", mail_domain="", standing=None, **limits):
    listed = network.Networks.compiled(
        [network.Entry(f"network:{n}", *each) for n, each in enumerate(entries, 1)],
        [network.MailEntry(f"mail:{n}", *each) for n, each in enumerate(mail, 1)],
    )
    submission = Submission(
        "Hello.",
        address=address,
        mail_domain=mail_domain,
        standing=standing or Standing(approved=5),
    )
    return list(network.find(submission, network.NetworkLimits(listed=listed, **limits)))


def test_an_address_is_met_by_the_smallest_network_it_is_in():
    entries = [("203.0.113.0/24", "hold"), ("203.0.113.7", "refuse"), ("2001:db8::/32", "hold")]
    [finding] = networks(entries, address="203.0.113.7")
    assert (finding.rule, finding.leads_to) == ("network:2", Verdict.REFUSE)
    assert "203" not in finding.advice
    assert [each.rule for each in networks(entries, address="203.0.113.8")] == ["network:1"]
    assert [each.rule for each in networks(entries, address="2001:db8::1")] == ["network:3"]
    assert networks(entries, address="198.51.100.1") == []
    assert networks(entries, address="") == []


def test_staff_may_write_from_anywhere():
    entries = [("203.0.113.0/24", "refuse")]
    assert networks(entries, address="203.0.113.7", standing=Standing(is_staff=True)) == []


def test_a_throw_away_mailbox_is_held_and_a_trusted_authors_is_not():
    [finding] = networks(mail_domain="mailinator.com")
    assert finding.evidence == "an account with a throw-away mailbox"
    assert networks(mail_domain="mailinator.com", standing=Standing(approved=50)) == []
    assert networks(mail_domain="mailinator.com", holds_disposable=False) == []


def test_a_listed_mail_domain_covers_what_is_beneath_it():
    [finding] = networks(mail=[("example.org", "refuse")], mail_domain="lists.example.org")
    assert (finding.rule, finding.leads_to) == ("mail:1", Verdict.REFUSE)
