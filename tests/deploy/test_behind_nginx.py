"""TLS, files and the way of an address through nginx and Varnish to the site."""

from __future__ import annotations

import re
import socket
import ssl
from pathlib import Path

import pytest

from articles import library
from comments.models import AddressUse
from tests.builders import a_person, a_picture
from tests.deploy.conftest import Site, session_of
from tests.deploy.machines import ask, free_port, nginx
from tests.deploy.test_two_processes import post

pytestmark = pytest.mark.deploy


def test_a_browser_is_spoken_to_in_http_2(paper: Site):
    context = ssl._create_unverified_context()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", paper.secure), 5) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secured,
    ):
        assert secured.selected_alpn_protocol() == "h2"


def test_without_tls_one_is_sent_to_the_same_page_with_it(paper: Site):
    answer = ask(paper.plain, "/section/city/?from=3")
    assert answer.status == 308
    assert answer.headers["location"] == "https://localhost/section/city/?from=3"


def test_a_page_comes_through_all_of_them(paper: Site, story):
    path = story.get_absolute_url()
    ask(paper.secure, path, secure=True)
    page = ask(paper.secure, path, secure=True)
    assert page.is_kept
    assert f'href="https://localhost{path}"' in page.text
    packed = ask(paper.secure, path, secure=True, Accept_Encoding="br, gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["strict-transport-security"].startswith("max-age=")


def test_a_style_sheet_comes_from_the_disk_compressed_and_is_never_asked_for_again(
    paper: Site, story
):
    page = ask(paper.secure, story.get_absolute_url(), secure=True).text
    (path,) = re.findall(r'href="(/static/css/tokens\.[\w.]+\.css)"', page)
    for port, secure in ((paper.secure, True), (paper.ports[0], False)):
        sheet = ask(port, path, secure=secure, Accept_Encoding="gzip")
        assert sheet.status == 200
        assert sheet.headers["content-encoding"] == "gzip"
        assert re.search(r"max-age=\d{8,}", sheet.headers["cache-control"])
        assert "immutable" in sheet.headers["cache-control"]
    assert ask(paper.ports[0], path, Accept_Encoding="br").headers["content-encoding"] == "br"
    assert "via" not in ask(paper.secure, path, secure=True).headers
    plain = re.sub(r"\.[0-9a-f]{12}\.css$", ".css", path)
    assert "immutable" not in ask(paper.secure, plain, secure=True).headers["cache-control"]


def test_a_picture_comes_from_the_disk(paper: Site):
    media = Path(paper.environment["DATA_DIR"]) / "media"
    media.mkdir(exist_ok=True)
    (media / "bridge.jpg").write_bytes(b"A picture.")
    picture = ask(paper.secure, "/media/bridge.jpg", secure=True)
    assert (picture.status, picture.body) == (200, b"A picture.")
    assert picture.headers["content-type"] == "image/jpeg"
    assert "via" not in picture.headers


def test_while_varnish_is_away_the_site_is_asked_directly(paper: Site, story, tmp_path: Path):
    path = story.get_absolute_url()
    nobody = free_port()
    with nginx(tmp_path / "nginx", nobody, paper.ports[0], tmp_path) as (secure, _):
        page = ask(secure, path, secure=True)
        assert page.status == 200
        assert f'href="https://localhost{path}"' in page.text
        assert "via" not in page.headers
        posted = post(secure, story.pk, session_of(a_person()), "", "Around it.")
        assert posted.status == 303


def test_a_picture_that_was_removed_is_gone_behind_nginx_as_well(paper: Site, settings):
    settings.MEDIA_ROOT = Path(paper.environment["DATA_DIR"]) / "media"
    file = Path(settings.MEDIA_ROOT) / "pictures/2026/11/ferry.jpg"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"A picture.")
    image = a_picture(name="pictures/2026/11/ferry.jpg")
    there = ask(paper.secure, "/media/pictures/2026/11/ferry.jpg", secure=True)
    assert (there.status, there.headers["cache-tag"]) == (200, "pictures")
    library.remove([image])
    gone = ask(paper.secure, "/media/pictures/2026/11/ferry.jpg", secure=True)
    never = ask(paper.secure, "/media/pictures/2026/11/tram.jpg", secure=True)
    assert (gone.status, never.status) == (410, 404)
    assert ask(paper.ports[0], "/media/pictures/2026/11/ferry.jpg").status == 410


def test_nobody_purges_through_nginx(paper: Site, story):
    path = story.get_absolute_url()
    ask(paper.secure, path, secure=True)
    purge = ask(paper.secure, path, secure=True, method="PURGE", Surrogate_Key="edition")
    assert purge.status == 405
    assert ask(paper.secure, path, secure=True).is_kept


def test_the_site_knows_from_where_a_comment_was_written(paper: Site, story):
    reader = session_of(a_person())
    posted = post(
        paper.secure, story.pk, reader, "", "From where I am.",
        source="127.0.0.2", X_Forwarded_For="192.0.2.1", X_Forwarded_Proto="http",
    )  # fmt: skip
    assert posted.status == 303
    assert [use.address for use in AddressUse.objects.all()] == ["127.0.0.2"]
