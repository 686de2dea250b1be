"""Who asks, and over what: told by proxies that are trusted, and by nobody else."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from newsroom.security import BehindTrustedProxies

CLIENT, SPOOFED = "203.0.113.7", "198.51.100.66"


def seen(settings, *, nearest, forwarded="", scheme="", proxies=()):
    """The address and scheme that the site believes in."""
    settings.TRUSTED_PROXIES = list(proxies)
    request = RequestFactory().get("/", REMOTE_ADDR=nearest)
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    if scheme:
        request.META["HTTP_X_FORWARDED_PROTO"] = scheme
    BehindTrustedProxies(lambda request: HttpResponse())(request)
    assert "HTTP_X_FORWARDED_FOR" not in request.META
    return request.META["REMOTE_ADDR"], request.scheme


def test_without_a_trusted_proxy_the_headers_are_ignored(settings):
    assert seen(settings, nearest=CLIENT, forwarded=SPOOFED, scheme="https") == (CLIENT, "http")


def test_an_untrusted_neighbour_is_the_client_whatever_it_says(settings):
    told = seen(settings, nearest=CLIENT, forwarded=SPOOFED, scheme="https", proxies=["10.0.0.0/8"])
    assert told == (CLIENT, "http")


def test_a_trusted_proxy_names_client_and_scheme(settings):
    told = seen(
        settings, nearest="10.0.0.1", forwarded=CLIENT, scheme="https", proxies=["10.0.0.1"]
    )
    assert told == (CLIENT, "https")


def test_what_the_client_wrote_before_the_proxy_is_ignored(settings):
    forwarded = f"{SPOOFED}, {CLIENT}"
    told = seen(settings, nearest="10.0.0.1", forwarded=forwarded, proxies=["10.0.0.0/8"])
    assert told == (CLIENT, "http")


def test_a_chain_of_trusted_proxies_is_walked_to_its_end(settings):
    forwarded = f"{SPOOFED}, {CLIENT}, 192.0.2.9, 10.0.0.2"
    proxies = ["10.0.0.0/8", "192.0.2.9"]
    assert seen(settings, nearest="10.0.0.1", forwarded=forwarded, proxies=proxies)[0] == CLIENT


def test_a_client_inside_the_trusted_network_is_the_far_end_of_the_chain(settings):
    told = seen(settings, nearest="10.0.0.1", forwarded="10.0.0.77", proxies=["10.0.0.0/8"])
    assert told[0] == "10.0.0.77"


@pytest.mark.parametrize("rubbish", ["unknown", "_hidden", "<script>", "", " , ,", "1.2.3"])
def test_what_is_no_address_is_not_believed_nor_anything_beyond_it(settings, rubbish):
    forwarded = f"{SPOOFED}, {rubbish}"
    told = seen(settings, nearest="10.0.0.1", forwarded=forwarded, proxies=["10.0.0.1"])
    assert told[0] == "10.0.0.1"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("203.0.113.7:51234", CLIENT),
        ("::ffff:203.0.113.7", CLIENT),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:51234", "2001:db8::7"),
        ('"[2001:db8::7]"', "2001:db8::7"),
    ],
)
def test_addresses_are_read_as_proxies_write_them(settings, written, address):
    told = seen(settings, nearest="10.0.0.1", forwarded=written, proxies=["10.0.0.1"])
    assert told[0] == address


def test_a_proxy_is_the_same_over_ipv6(settings):
    for nearest, proxy in (("::ffff:10.0.0.1", "10.0.0.1"), ("2001:db8::1", "2001:db8::/64")):
        assert seen(settings, nearest=nearest, forwarded=CLIENT, proxies=[proxy])[0] == CLIENT


def test_a_unix_socket_is_trusted_only_when_named(settings):
    assert seen(settings, nearest="", forwarded=CLIENT, proxies=["10.0.0.1"])[0] == ""
    assert seen(settings, nearest="", forwarded=CLIENT, proxies=["unix"])[0] == CLIENT


@pytest.mark.parametrize(
    ("written", "scheme"),
    [("https", "https"), ("HTTPS", "https"), ("http", "http"), ("http, https", "https"),
     ("https, http", "http"), ("gopher", "http")],
)  # fmt: skip
def test_of_several_schemes_the_nearest_proxys_counts(settings, written, scheme):
    told = seen(settings, nearest="10.0.0.1", scheme=written, proxies=["10.0.0.1"])
    assert told[1] == scheme
