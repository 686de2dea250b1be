import pytest

from comments.screening.linked_sites import is_shared_host, sites_in


def names_in(text):
    return [site.name for site in sites_in(text)]


def test_a_site_is_the_registered_domain_however_the_address_is_written():
    text = "https://www.boats.example.com/a, shop.example.com/b and http://example.co.uk/?c"
    assert names_in(text) == ["example.com", "example.co.uk"]


def test_every_site_of_a_text_is_named_once_and_not_only_the_first():
    assert names_in("a.example.com/1 b.example.org/2 www.example.com") == [
        "example.com",
        "example.org",
    ]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://t.me/Somebody", "t.me/somebody"),
        ("https://t.me/somebody/17?single", "t.me/somebody"),
        ("https://t.me/s/somebody", "t.me/s/somebody"),
        ("https://t.me/+AbCdEf", "t.me/+abcdef"),
        ("https://wa.me/441632960000?text=hello", "wa.me/441632960000"),
        ("https://www.youtube.com/@somebody/videos", "youtube.com/@somebody"),
        ("https://m.youtube.com/watch?v=abc&t=3", "youtube.com/watch?v=abc"),
        ("https://de-de.facebook.com/somebody/posts/1", "facebook.com/somebody"),
        ("https://facebook.com/groups/1234/", "facebook.com/groups/1234"),
        ("https://bit.ly/Abc", "bit.ly/abc"),
        ("https://medium.com/@somebody/a-story", "medium.com/@somebody"),
        ("https://somebody.medium.com/a-story", "somebody.medium.com"),
        ("https://somebody.github.io/page", "somebody.github.io"),
        ("https://somebody.wordpress.com/2026/", "somebody.wordpress.com"),
        ("https://sites.google.com/view/somebody/home", "sites.google.com/view/somebody"),
        ("https://www.reddit.com/r/boats/comments/1", "reddit.com/r/boats"),
        ("http://192.0.2.7/page", "192.0.2.7"),
    ],
)
def test_on_a_shared_host_the_site_is_the_channel_or_the_account(address, name):
    assert names_in(f"Look: {address}") == [name]


@pytest.mark.parametrize(
    "address",
    [
        "https://t.me",
        "https://youtube.com/",
        "https://www.youtube.com/watch?app=desktop&v=abc",
        "https://youtube.com/results?search_query=boats",
        "https://facebook.com/sharer.php?u=x",
        "https://www.facebook.com/profile.php?id=17",
        "https://google.com/search?q=boats",
        "https://github.io/page",
        "https://s3.amazonaws.com/bucket/page",
    ],
)
def test_an_address_on_a_shared_host_that_names_nobody_has_no_site(address):
    assert names_in(f"Look: {address}") == []


@pytest.mark.parametrize(
    "domain",
    ["t.me", "T.me", "www.youtube.com", "m.facebook.com", "bit.ly", "medium.com", "github.io",
     "co.uk", "docs.google.com", "en.wikipedia.org"],
)  # fmt: skip
def test_a_shared_host_is_never_offered_for_blocking(domain):
    assert is_shared_host(domain)


@pytest.mark.parametrize(
    "domain", ["example.com", "somebody.github.io", "somebody.medium.com", "nott.me", "192.0.2.7"]
)
def test_what_one_person_runs_may_be_offered_for_blocking(domain):
    assert not is_shared_host(domain)
