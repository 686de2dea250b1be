"""What a moderator is told of a link without anybody following it."""

import pytest

from comments.screening.checks.links import Domains, Entry
from comments.screening.link_details import details_of

PAPER = ("allard-courier.example", "www.allard-courier.example")


def links(text, **listed):
    entries = [Entry(f"domain:{name}", name.replace("_", "."), act) for name, act in listed.items()]
    return details_of(text, PAPER, Domains.compiled(entries))


def link(text, **listed):
    [only] = links(text, **listed)
    return only


def parts(link):
    return link.before_domain, link.domain, link.after_domain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "See https://news.boats.co.uk:8080/a?b=c#d.",
            ("https://news.", "boats.co.uk", ":8080/a?b=c#d"),
        ),
        ("See www.boats.com.", ("https://www.", "boats.com", "")),
        ("cheap boats dot com", ("https://", "boats.com", "")),
        ("hxxp://boats.com/a//b", ("http://", "boats.com", "/a//b")),
        ("http://192.168.0.1/x", ("http://", "192.168.0.1", "/x")),
        ("https://bank.example@boats.com/in", ("https://bank.example@", "boats.com", "/in")),
        ("[the bank](https://boats.com/in)", ("https://", "boats.com", "/in")),
    ],
)
def test_the_domain_of_a_link_stands_apart_from_what_is_around_it(text, expected):
    assert parts(link(text)) == expected


def test_a_link_to_the_paper_is_not_listed():
    assert links("See https://www.allard-courier.example/2026/ and allard-courier.example/a") == []


def test_a_link_whose_words_name_another_domain_says_so():
    assert link("[bank.com](https://boats.com/in)").shown == "bank.com"
    assert link("[the bank](https://boats.com/in)").shown == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://google.com/url?q=https%3A%2F%2Fboats.com%2Fa&sa=D",
        "https://l.example.com/?u=http%253A%252F%252Fboats.com",
        "https://archive.org/web/2020/https://boats.com/a",
        "https://out.example.com/?https://boats.com",
        "https://out.example.com/?to=www.boats.com",
    ],
)
def test_an_address_within_another_is_named(url):
    assert link(url).carried == ("boats.com",)


def test_an_ordinary_query_carries_no_address():
    assert link("https://example.org/?q=boats&page=2").carried == ()


def test_a_host_in_another_script_is_named_with_its_punycode():
    seen = link("https://xn--e1afmkfd.com/")
    assert (seen.domain, seen.punycode) == ("пример.com", "xn--e1afmkfd.com")
    assert (seen.scripts, seen.is_mixed) == (("Cyrillic", "Latin"), False)
    mixed = link("https://раypal.com/")
    assert mixed.is_mixed
    assert set(mixed.scripts) == {"Cyrillic", "Latin"}
    assert link("https://bücher.com/").scripts == ()


@pytest.mark.parametrize(
    "domain",
    [
        "allard-courier.com",
        "allard-cour1er.net",
        "allard-couriers.example",
        "allard-cuorier.example",
        "allard-courier-news.example",
        "аllard-courier.example",
    ],
)
def test_what_a_reader_could_take_for_the_paper_is_marked(domain):
    assert link(f"https://{domain}/").looks_like == "allard-courier.example"


def test_what_looks_like_an_allowed_domain_is_marked_and_the_domain_itself_is_not():
    allowed = {"ferries_org": "allow"}
    assert link("https://ferrles.org/", **allowed).looks_like == "ferries.org"
    itself = link("https://ferries.org/", **allowed)
    assert (itself.looks_like, itself.entry.act) == ("", "allow")
    assert link("https://boats.org/", **allowed).looks_like == ""


def test_the_row_of_the_list_that_holds_for_a_link_is_named():
    assert link("https://a.boats.com/", boats_com="spam").entry.rule == "domain:boats_com"


def test_shorteners_and_pictures_are_marked():
    assert link("https://bit.ly/x").is_shortener
    assert link("https://example.org/a/cat.JPG?size=2").is_picture
    assert not link("https://example.org/a/cat").is_picture


@pytest.mark.parametrize(
    ("url", "can_be_opened"),
    [
        ("https://boats.com", True),
        ("ftp://boats.com/x", False),
        ("javascript://boats.com/x", False),
    ],
)
def test_only_addresses_of_the_web_can_be_opened(url, can_be_opened):
    assert link(f"[words]({url})").can_be_opened == can_be_opened


@pytest.mark.parametrize(
    "text", ["https://[::1", "http://a\u2100.com/", "https://xn--a.com/", "[a](http://%)"]
)
def test_what_is_no_address_breaks_nothing(text):
    links(text)
