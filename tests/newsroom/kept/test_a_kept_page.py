"""A page that is kept: the same for every stranger, in every encoding, never stale."""

from __future__ import annotations

import gzip
import re
import threading
import time
from datetime import UTC, datetime, timedelta
from html import unescape

import brotli
import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from articles import edition
from articles.models import Author, Redirect, Topic
from comments import switch
from comments.models import Mode, Scope
from newsroom.foundation import keeping
from newsroom.models import Masthead
from newsroom.pagecache import PageCache, address, stamp
from newsroom.pagecache.address import Address
from newsroom.pagecache.copy import Copy, encoding_for
from newsroom.pagecache.shelf import Shelf
from tests.builders import a_comment, a_topic, an_article, an_author

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "article",
    "/section/city/",
    "/topic/bridges/",
    "/author/wanda/",
    "/feed/",
    "replies",
]


@pytest.fixture
def paths(article) -> dict[str, str]:
    an_article(topics=(a_topic(),), authors=(an_author(slug="wanda"),))
    said = a_comment(article=article)
    a_comment(article=article, parent=said)
    named = {"article": article.path, "replies": reverse("replies", args=[said.pk])}
    return {each: named.get(each, each) for each in PUBLIC}


# What every stranger gets


@pytest.mark.parametrize("page", PUBLIC)
def test_a_page_is_made_once_and_asks_the_database_for_its_stamp_alone(
    client: Client, paths: dict, page: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = client.get(paths[page])
    with django_assert_num_queries(0):  # the stamp goes past Django's counter
        kept = client.get(paths[page])
    assert (kept.status_code, kept.content) == (200, made.content)
    assert kept["ETag"] == made["ETag"]


@pytest.mark.parametrize("page", PUBLIC)
@pytest.mark.parametrize("who", ["a stranger", "who has looked at the form for signing in"])
def test_it_carries_no_cookie_no_token_and_no_word_for_one_reader(
    client: Client, paths: dict, page: str, who: str, reader
) -> None:
    if who != "a stranger":
        client.get("/accounts/login/")
    signed_in = Client()
    signed_in.force_login(reader)
    signed_in.get(paths[page])
    for _ in range(2):
        answer = client.get(paths[page], HTTP_COOKIE="csrftoken=" + "c" * 32 + "; theme=dark")
        assert not answer.cookies
        assert "Set-Cookie" not in answer
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["Cache-Control"] == "public, no-cache"
        assert "csrfmiddlewaretoken" not in answer.text
        assert reader.display_name not in answer.text


def test_where_one_comes_from_gets_into_nobodys_copy(client: Client, article) -> None:
    first = client.get(f"{article.path}?utm_source=letter&mc_eid=rita-reader&order=oldest")
    assert "rita-reader" not in first.text
    assert client.get(f"{article.path}?order=oldest")["ETag"] == first["ETag"]
    assert client.get(f"{article.path}?order=oldest&fbclid=x")["ETag"] == first["ETag"]


# Of an address everything but what its page reads
UNREAD = [
    "utm_source=letter&utm_medium=mail&utm_campaign=2026-11&fbclid=" + "x" * 189,
    "utm_source=" + "a" * 2_000,
    "UTM_Source=letter&FbClid=1&GCLID=2",
    "p=rita-reader",
    "a[]=1&a[]=2",
    "Order=oldest&FROM=a.1",
    "order",
    "order=&from=&comment=",
    "=nameless&&&",
    "x;order=oldest",
    "caf%C3%A9=%FF%FE",
    "&".join(f"n{number}=1" for number in range(200)),
]


@pytest.mark.parametrize("query", UNREAD)
def test_what_a_page_does_not_read_is_no_part_of_its_address(
    client: Client, article, query: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = client.get(article.path)
    with django_assert_num_queries(0):
        answer = client.get(f"{article.path}?{query}")
    assert (answer.status_code, answer.content) == (200, page.content)


@pytest.mark.parametrize("query", UNREAD)
@pytest.mark.parametrize("page", PUBLIC)
def test_who_comes_first_with_it_leaves_no_word_of_it(
    client: Client, paths: dict, page: str, query: str
) -> None:
    first = client.get(f"{paths[page]}?{query}")
    assert first.status_code == 200
    assert first.content == client.get(paths[page]).content == Client().get(paths[page]).content
    assert "rita-reader" not in first.text


def test_a_page_that_depends_on_a_parameter_is_its_own(client: Client, article) -> None:
    said = [a_comment(article=article, text=f"Word {number}.") for number in range(60)]
    plain = client.get(article.path)
    (cursor,) = re.findall(r'\?order=newest&amp;(from=[^"#&]+)', plain.text)
    asked = ["order=oldest", cursor, f"comment={said[0].pk}", f"comment={said[30].pk}"]
    pages = {query: client.get(f"{article.path}?{query}") for query in asked}
    assert len({plain.content, *(page.content for page in pages.values())}) == 5
    for query, page in pages.items():
        for again in (query, f"{query}&utm_source=x", f"a=1&{query}", f"{query}&a=%26b"):
            assert client.get(f"{article.path}?{again}").content == page.content
    assert client.get(article.path).content == plain.content


@pytest.mark.parametrize("page", ["section", "topic", "author"])
def test_the_pages_of_a_list_are_kept_apart(client: Client, paths: dict, page: str) -> None:
    topic, author = Topic.objects.get(slug="bridges"), Author.objects.get(slug="wanda")
    for _ in range(24):
        an_article(topics=(topic,), authors=(author,))
    path = {"section": "/section/city/", "topic": "/topic/bridges/", "author": "/author/wanda/"}[
        page
    ]
    first = client.get(path)
    (following,) = re.findall(r'href="(\?from=[^"]+)"', first.text)
    second = client.get(path + unescape(following))
    assert second.content != first.content
    assert (
        client.get(f"{path}{unescape(following)}&order=oldest&comment=7").content == second.content
    )
    assert client.get(f"{path}?comment=7").content == first.content


@pytest.mark.parametrize(
    ("repeated", "alone"),
    [
        ("order=oldest&order=newest", "order=newest"),
        ("order=newest&order=oldest", "order=oldest"),
        ("order=oldest&order=", "order="),
        ("%6Frder=oldest", "order=oldest"),
        ("order=ol%64est", "order=oldest"),
    ],
)
def test_what_is_said_twice_or_encoded_is_read_as_a_page_reads_it(
    client: Client, article, reader, repeated: str, alone: str
) -> None:
    for number in range(3):
        a_comment(article=article, text=f"Word {number}.", at=timezone.now())
    kept = [client.get(f"{article.path}?{query}").content for query in (repeated, alone)]
    assert kept[0] == kept[1]
    signed_in = Client()
    signed_in.force_login(reader)
    asked = [signed_in.get(f"{article.path}?{query}") for query in (repeated, alone)]
    assert asked[0].context["conversation"].order == asked[1].context["conversation"].order
    assert ("oldest" if alone == "order=oldest" else "newest") == asked[0].context[
        "conversation"
    ].order


def test_an_old_address_leads_on_whatever_was_kept_at_its_path(client: Client, article) -> None:
    for path in ("/?p=12", "/index.php?id=5&lang=en", "/2012/04/x/?page=2"):
        Redirect.objects.create(path=path, article=article)
    assert client.get("/").status_code == 200
    for path in ("/?p=12", "/index.php?id=5&lang=en", "/2012/04/x/?page=2"):
        for asked in (path, f"{path}&utm_source=letter", f"{path}&fbclid={'x' * 900}"):
            for _ in range(2):
                answer = client.get(asked)
                assert (answer.status_code, answer.headers.get("Location")) == (301, article.path)
    assert client.get("/?p=13").status_code == 200
    assert client.get("/").status_code == 200


def test_an_old_address_that_comes_first_leaves_the_front_page_to_be_kept(
    client: Client, article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Redirect.objects.create(path="/?p=12", article=article)
    assert client.get("/?p=12").status_code == 301
    page = client.get("/")
    with django_assert_num_queries(0):
        assert client.get("/").content == page.content


def test_many_addresses_of_one_page_take_the_room_of_one(article, settings) -> None:
    cache = PageCache(lambda request: _kept_page())
    for number in range(300):
        cache(RequestFactory().get(f"{article.path}?x{number}={number}&utm_term={number}"))
        cache(RequestFactory().get(f"/?comment={number}"))
    assert len(cache.shelf) == 2


def _kept_page() -> HttpResponse:
    response = HttpResponse(b"page")
    keeping.keep(response)
    return response


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["order", "from", "comment", "utm_source", "fbclid", "x", "ORDER", ""]),
            st.text(max_size=12),
        ),
        max_size=6,
    )
)
def test_the_address_of_a_page_has_what_the_page_would_read_and_nothing_else(pairs) -> None:
    request = RequestFactory().get("/2026/11/28/x/", pairs)
    found = address.of(request.META)
    assert found is not None
    there = QueryDict(found.query)
    names = ("order", "from", "comment")
    assert set(there) <= set(names)
    for name in names:
        assert there.get(name, "") == request.GET.get(name, "")


@pytest.mark.parametrize(
    ("query", "kept_as"),
    [
        ("", ""),
        ("order=oldest&from=a.1", "from=a.1&order=oldest"),
        ("utm_medium=mail&gclid=1", ""),
        ("comment=7&utm_x=1", "comment=7"),
        ("p=12", ""),
        ("from=" + "a" * 300, None),
        ("x=" + "a" * 300, ""),
        ("x=" + "a" * 9_000, None),
    ],
)
def test_addresses_that_lead_to_one_page_are_one(query: str, kept_as: str | None) -> None:
    asked = RequestFactory().get(f"/2026/11/28/x/?{query}").META
    found = address.of(asked)
    assert (found and found.query) == kept_as


@pytest.mark.parametrize("cookie", ["sessionid=abc", "a=b; messages=xyz"])
def test_whoever_may_be_somebody_gets_a_page_of_their_own(cookie: str) -> None:
    asked = RequestFactory().get("/", HTTP_COOKIE=cookie).META
    assert address.of(asked) is None


def test_a_signed_in_reader_neither_gets_nor_leaves_a_copy(client: Client, article, reader) -> None:
    stranger = client.get(article.path)
    client.force_login(reader)
    own = client.get(article.path)
    assert "Rita Reader" in own.text
    assert own["Cache-Control"] == "private, no-cache"
    client.logout()
    assert client.get(article.path).content == stranger.content


# How it is sent


def test_it_is_sent_as_the_browser_takes_it(client: Client, article) -> None:
    plain = client.get(article.path)
    packed = client.get(article.path, headers={"Accept-Encoding": "gzip, deflate, br"})
    older = client.get(article.path, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert (packed["Content-Encoding"], older["Content-Encoding"]) == ("br", "gzip")
    assert brotli.decompress(packed.content) == gzip.decompress(older.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))
    assert packed["ETag"] == older["ETag"] == plain["ETag"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("br", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity, gzip;q=0.5", "gzip"),
        ("zstd", ""),
        ("nonsense;;q=,", ""),
    ],
)
def test_the_best_encoding_of_those_that_are_taken(accepted: str, encoding: str) -> None:
    assert encoding_for(accepted) == encoding


def test_who_has_the_page_already_is_told_so(client: Client, article) -> None:
    has = client.get(article.path)["ETag"]
    answer = client.get(article.path, headers={"If-None-Match": f'"old", {has}'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == has
    a_comment(article=article)
    anew = client.get(article.path, headers={"If-None-Match": has})
    assert anew.status_code == 200
    assert anew["ETag"] != has


def test_a_head_says_what_a_get_would(client: Client, article) -> None:
    page = client.get(article.path)
    head = client.head(article.path)
    assert head.content == b""
    assert (head["ETag"], head["Content-Length"]) == (page["ETag"], str(len(page.content)))


def test_an_edge_is_told_what_a_page_shows_and_how_long_it_lasts(
    client: Client, article, settings
) -> None:
    settings.EDGES = ["varnish://127.0.0.1:6081"]
    a_comment(article=article)
    front, page = client.get("/"), client.get(article.path)
    assert front["Surrogate-Key"] == "edition threads"
    assert page["Surrogate-Key"] == f"edition thread-{article.pk}"
    assert page["Cache-Tag"] == f"edition,thread-{article.pk}"
    assert page["Cache-Control"] == "public, no-cache"
    assert page["CDN-Cache-Control"] == page["Surrogate-Control"]
    assert page["Surrogate-Control"].endswith("stale-if-error=86400")


def test_an_edge_keeps_no_page_beyond_what_the_clock_changes(
    client: Client, article, settings
) -> None:
    settings.EDGES = ["varnish://127.0.0.1:6081"]
    soon = timezone.now() + timedelta(seconds=50)
    switch.suspend(Scope(), mode=Mode.CLOSED, cause="abuse", reason="A trial.", starts_at=soon)
    said = client.get(article.path)["Surrogate-Control"]
    seconds = int(said.partition("max-age=")[2].partition(",")[0])
    assert 40 <= seconds <= 50
    assert "stale-while-revalidate=0," in said


# How long it lasts


def test_it_ends_when_a_suspension_begins(client: Client, article, monkeypatch) -> None:
    soon = timezone.now() + timedelta(seconds=50)
    switch.suspend(Scope(), mode=Mode.CLOSED, cause="abuse", reason="A trial.", starts_at=soon)
    assert "commenting-notice" not in client.get(article.path).text
    it_is(soon + timedelta(seconds=1), monkeypatch)
    assert "commenting-notice" in client.get(article.path).text


def test_its_clock_goes_on_without_its_being_made_anew(
    client: Client, article, monkeypatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=30)
    it_is(noon, monkeypatch)
    before = client.get("/", headers={"Accept-Encoding": "br"})
    it_is(noon + timedelta(minutes=7), monkeypatch)
    with django_assert_num_queries(0):
        after = client.get("/")
    assert ">12:07</time>" in after.text
    assert ">12:00</time>" not in after.text
    assert after["ETag"] != before["ETag"]


def test_it_ends_with_the_day(client: Client, article, monkeypatch) -> None:
    evening = datetime.now(UTC).replace(hour=23, minute=59, second=30)
    it_is(evening, monkeypatch)
    client.get("/")
    morning = evening + timedelta(minutes=1)
    it_is(morning, monkeypatch)
    assert f"{morning:%A}, {morning.day} {morning:%B %Y}" in client.get("/").text


def test_it_ends_when_the_weather_is_too_old_to_be_shown(client: Client, monkeypatch) -> None:
    morning = datetime.now(UTC).replace(hour=1, minute=0)
    it_is(morning, monkeypatch)
    Masthead.objects.update(
        weather_source="open-meteo", sky="snow", temperature_low=1, weather_at=morning
    )
    assert "Snow" in client.get("/").text
    it_is(morning + timedelta(hours=6, minutes=1), monkeypatch)
    assert "Snow" not in client.get("/").text


def it_is(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)
    monkeypatch.setattr("time.time", moment.timestamp)


# While the database is away


@pytest.fixture
def no_database(monkeypatch):
    """Called, it takes the database away."""

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("could not connect to server at 10.0.0.5")

    def take_away() -> None:
        monkeypatch.setattr(stamp, "_row", gone)
        monkeypatch.setattr(connection, "cursor", gone)

    return take_away


def test_the_last_copy_is_served_and_said_to_be_old(client: Client, article, no_database) -> None:
    page = client.get(article.path)
    no_database()
    old = client.get(article.path, headers={"If-None-Match": page["ETag"]})
    assert (old.status_code, old.content) == (200, page.content)
    assert old["Warning"].startswith("110 ")
    assert old["Age"].isdigit()
    assert old["Cache-Control"] == "no-cache"


def test_a_signed_in_reader_gets_what_strangers_were_last_shown(
    client: Client, article, reader, no_database
) -> None:
    page = Client().get(article.path)
    client.get(article.path)
    client.force_login(reader)
    no_database()
    old = client.get(article.path)
    assert (old.status_code, old.content) == (200, page.content)


def test_a_page_that_was_never_kept_says_to_come_back(client: Client, article, no_database) -> None:
    no_database()
    answer = client.get(article.path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Cache-Control"] == "no-store"


def test_what_was_typed_comes_back(client: Client, article, reader, no_database) -> None:
    client.force_login(reader)
    no_database()
    form = {"text": "A long and careful thought.", "csrfmiddlewaretoken": "x"}
    answer = client.post(f"/conversation/{article.pk}/", form)
    assert answer.status_code == 503
    assert "A long and careful thought." in answer.text


# Where it is kept


def test_many_who_miss_one_page_at_once_have_it_made_once(monkeypatch) -> None:
    made: list[int] = []
    answers: list[bytes] = []
    all_are_here = threading.Barrier(8)
    may_end = threading.Event()

    def view(request: HttpRequest) -> HttpResponse:
        made.append(1)
        assert may_end.wait(5)
        response = HttpResponse(b"made")
        keeping.keep(response)
        return response

    monkeypatch.setattr(stamp, "read", lambda sql: stamp.Stamp(1, 0, 0))
    monkeypatch.setattr(edition, "now", lambda *_: edition.Now(1, None))
    cache = PageCache(view)

    def ask() -> None:
        request = RequestFactory().get("/")
        all_are_here.wait(5)
        answers.append(cache(request).content)

    def wait_for(address: Address) -> None:
        """Until one of them makes the page and all the others stand before it."""
        deadline = time.monotonic() + 5
        while cache.shelf.askers(address) < 8 and time.monotonic() < deadline:
            time.sleep(0)

    crowd = [threading.Thread(target=ask) for _ in range(8)]
    for each in crowd:
        each.start()
    wait_for(Address("http", "", "/", ""))
    may_end.set()
    for each in crowd:
        each.join(5)
    assert (answers, made) == ([b"made"] * 8, [1])


def a_copy(size: int = 1000) -> Copy:
    return Copy(
        stamp=stamp.Stamp(1, 0, 0), question=stamp.Question(), headers={}, etag="", read_at=0,
        made_at=0, ends_at=0, minute=0, bodies={"": b"x" * size},
    )  # fmt: skip


def here(path: str) -> Address:
    return Address("http", "localhost", path, "")


def test_what_was_asked_for_least_recently_makes_room() -> None:
    shelf = Shelf(a_copy().size * 3)
    for path in ("/a", "/b", "/c"):
        shelf.keep(here(path), a_copy())
    shelf.get(here("/a"))
    shelf.keep(here("/d"), a_copy())
    assert [bool(shelf.get(here(path))) for path in ("/a", "/b", "/c", "/d")] == [
        True, False, True, True,
    ]  # fmt: skip
    assert shelf.bytes == a_copy().size * 3


def test_a_page_larger_than_all_the_room_is_not_kept() -> None:
    shelf = Shelf(5_000)
    shelf.keep(here("/a"), a_copy(9_000))
    assert (len(shelf), shelf.bytes) == (0, 0)


def test_no_room_keeps_nothing(client: Client, article, settings) -> None:
    settings.PAGE_CACHE_MB = 0
    answer = Client().get(article.path)
    assert "ETag" not in answer
