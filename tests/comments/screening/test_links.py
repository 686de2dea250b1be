import pytest

from comments.markup import render
from comments.screening.addresses import addresses_in
from comments.screening.checks.links import Domains, Entry, LinkLimits, domains_in, find
from comments.screening.submission import Submission
from comments.screening.verdict import Verdict
from comments.standing import Standing

NEWCOMER = Standing(approved=0)
REGULAR = Standing(approved=10)


def found(text, *, standing=REGULAR, hosts=("courier.example",), listed=(), **limits):
    submission = Submission(text, standing=standing, hosts=frozenset(hosts))
    told = [Entry(f"domain:{n}", name, act) for n, (name, act) in enumerate(listed, 1)]
    return list(find(submission, LinkLimits(listed=Domains.compiled(told), **limits)))


def said(text, **more):
    return [each.evidence for each in found(text, **more)]


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        ("See https://news.example.co.uk/a?b=c.", ["example.co.uk"]),
        ("See www.example.org, please", ["example.org"]),
        ("cheap-boats.com and again cheap-boats.com", ["cheap-boats.com"]),
        ("[the report](https://example.org/report)", ["example.org"]),
        ("cheap-boats[.]com", ["cheap-boats.com"]),
        ("boats dot com", ["boats.com"]),
        ("see paper[.]co.uk now", ["paper.co.uk"]),
        ("www.paper[.]co.uk/a", ["paper.co.uk"]),
        ("paper[.]com.br", ["paper.com.br"]),
        ("read boats.com dot de people say", ["boats.com"]),
        ("hxxps://example.org", ["example.org"]),
        ("somebody.github.io/pages", ["somebody.github.io"]),
        ("http://192.168.0.1/x", ["192.168.0.1"]),
        ("I went home.Club was shut, e.g. at 3.5 of 10 in the U.S.", []),
        ("write to jane@example.org", []),
        ("pen.is mightier", []),
    ],
)
def test_an_address_is_found_however_it_is_written(text, domains):
    assert domains_in(text) == domains


def test_a_newcomers_first_link_is_pointed_at_and_a_regulars_is_not():
    text = "Read https://example.org/a about it."
    [finding] = found(text, standing=NEWCOMER)
    assert (finding.leads_to, text[slice(*finding.span)]) == (
        Verdict.SPAM,
        "https://example.org/a",
    )
    assert said(text) == []


def test_more_links_than_allowed_are_counted_and_the_papers_own_and_allowed_ones_are_not():
    links = " ".join(f"https://site{n}.example.org" for n in range(4))
    assert said(links) == ["4 links, more than 3"]
    assert said(links, regular=4) == []
    ours = " ".join(f"https://courier.example/{n}" for n in range(9))
    assert said(ours) == []
    assert said(links, listed=[("example.org", "allow")]) == []


def test_a_listed_domain_covers_what_is_beneath_it_and_nothing_beside_it():
    listed = [("example.co.uk", "refuse")]
    [finding] = found("https://news.example.co.uk/", listed=listed)
    assert (finding.leads_to, finding.rule) == (Verdict.REFUSE, "domain:1")
    assert finding.advice == LinkLimits().advice
    assert said("https://notexample.co.uk/", listed=listed) == []


def test_the_nearest_rule_speaks():
    listed = [("github.io", "spam"), ("good.github.io", "allow")]
    assert said("https://good.github.io/", listed=listed) == []
    assert said("https://bad.github.io/", listed=listed) == ["leads to github.io, a listed domain"]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("[bank.example.com](https://evil.example)", "shows example.com, leads to evil.example"),
        ("https://bank.example@evil.example/", "a name before the host evil.example"),
        ("http://203.0.113.9/win", "a number for a host"),
        ("example。com/win", "an address with hidden characters"),
        ("boats (dot) com", "an address spelled out"),
        ("https://bit.ly/3abc", "bit.ly hides where it leads"),
        ("https://cоurier.example/", "looks like courier.example, and is not"),
        ("https://xn--pple-43d.com/", "letters of several scripts in one host"),
    ],
)
def test_a_link_that_hides_where_it_leads_says_so(text, evidence):
    assert evidence in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://exam\xadple.org/long\xadword",
        "goo\u200bgle.com",
        "https://example.org/\u200bpage",
        "\ufeffhttps://example.org\ufeff",
        "https://example.org/\u200epage",
    ],
)
def test_what_cannot_be_seen_leaves_an_address_before_it_is_judged(text):
    assert said(text) == []
    assert domains_in(text) in (["example.org"], ["google.com"])


def test_a_listed_domain_is_found_however_it_is_split():
    listed = [("example.org", "refuse")]
    for text in ("https://exam\xadple.org", "exam\u200bple.org/x", "https://ex\u2060ample.org/"):
        assert said(text, listed=listed) == ["leads to example.org, a listed domain"]


@pytest.mark.parametrize(
    "text",
    [
        "[x](<https://example.org/a>)",
        "見てhttps://example.org/a",
        "https://example.org。次",
        "https://example.orgを見て",
        "（https://example.org）",
        "\u202egro.elpmaxe//:sptth\u202c",
    ],
)
def test_a_link_is_judged_by_where_it_leads(text):
    assert domains_in(text) == ["example.org"]


@pytest.mark.parametrize("text", ["a." * 2500, "a-" * 2500 + ".com", "[" * 5000, " dot " * 1000])
def test_a_hostile_text_takes_no_longer_than_its_length(text):
    assert addresses_in(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "https://casino.example/[news](https://courier.example/)",
        '[news](https://casino.example"x)',
        "[news](https://casino.example|)",
        "[news](https://casino.example․org/)",
        "[news](https://casino.example**[x](https://courier.example/))",
    ],
)
def test_no_brackets_hide_a_link_that_is_followed(text):
    assert 'href="https://casino.example' in render(text)

    assert "casino.example" in domains_in(text)
