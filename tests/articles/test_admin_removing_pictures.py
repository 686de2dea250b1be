"""A picture that is removed or replaced is gone from the disk, from the articles, and for everybody
who knows one of its addresses; and whoever removes it is told before where it is used."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from articles import library
from articles.models import Article, Image, RemovedPicture
from tests.builders import a_person, an_article, an_author

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("open_admin")]


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def file_of(colour="teal", size=(60, 40)) -> bytes:
    file = BytesIO()
    Pillow.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def a_real_picture(name="bridge.jpg", **fields: Any) -> Image:
    """With its file and all its sizes."""
    fields = {"alt": "A bridge", **fields}
    return Image.objects.create(picture=ContentFile(file_of(), name), **fields)


def urls_of(image: Image) -> list[str]:
    """Every address of it: the original and all sizes."""
    picture = image.picture
    return [picture.url, *(getattr(picture, each) for each in picture.field.formats)]


def answers(urls: list[str]) -> set[int]:
    return {Client().get(url).status_code for url in urls}


def files(settings) -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def shown_in_a_text(image: Image, caption="It.", **fields: Any) -> Article:
    body = (
        f'<p>Before.</p><figure><img src="{image.picture.w768}" alt="A bridge">'
        f"<figcaption>{caption}</figcaption></figure><p>After.</p>"
    )
    return an_article(body=body, **fields)


def page(name: str, image: Image) -> str:
    return reverse(f"admin:articles_image_{name}", args=[image.pk])


def change(client: Client, image: Image, **sent: Any):
    """Save the picture's form, with what is changed in it."""
    form = {
        "point_of_interest": image.point_of_interest,
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit,
    }
    return client.post(page("change", image), {**form, **sent}, follow=True)


@pytest.fixture
def at_work(client: Client, editor) -> Client:
    client.force_login(editor)
    return client


# Deleting


def test_a_picture_that_was_deleted_answers_410_at_every_address_it_had(at_work, settings):
    image = a_real_picture()
    urls = urls_of(image)
    assert answers(urls) == {200}
    assert len(files(settings)) == len(set(urls)) == 21
    at_work.post(page("delete", image), {"post": "yes", "reason": "A court order."})
    assert files(settings) == set()
    assert answers(urls) == {410}
    removed = RemovedPicture.objects.get()
    assert (removed.removed_by.display_name, removed.reason) == ("Edith Quill", "A court order.")


def test_colleagues_read_who_removed_a_picture_and_why(at_work, client):
    image = a_real_picture()
    at_work.post(page("delete", image), {"post": "yes", "reason": "A court order."})
    client.force_login(a_person(name="Walter Draft", group="Editors"))
    listed = client.get(reverse("admin:articles_removedpicture_changelist"))
    assert "Edith Quill" in listed.text
    assert "A court order." in listed.text
    removed = RemovedPicture.objects.get()
    shown = client.get(reverse("admin:articles_removedpicture_change", args=[removed.pk]))
    assert image.picture.name in shown.text
    assert 'name="_save"' not in shown.text


def test_who_deletes_a_picture_is_told_first_where_it_is_used(at_work):
    image = a_real_picture()
    lead = an_article(headline="Ferries stop", lead_image=image)
    text = shown_in_a_text(image, headline="Trams return")
    author = an_author(name="Wanda Ink")
    author.portrait = image
    author.save(update_fields=["portrait"])
    asked = at_work.get(page("delete", image)).text
    for headline, row, view in (
        ("Ferries stop", lead, "article"),
        ("Trams return", text, "article"),
        ("Wanda Ink", author, "author"),
    ):
        assert f'<a href="/admin/articles/{view}/{row.pk}/change/">{headline}</a>' in asked
    assert "the picture goes with its caption" in asked
    assert Image.objects.exists()


def test_of_a_picture_that_nothing_uses_that_is_said(at_work):
    assert "It is used nowhere." in at_work.get(page("delete", a_real_picture())).text


def test_the_form_of_a_picture_says_where_it_is_used(at_work):
    image = a_real_picture()
    assert "Nothing yet." in at_work.get(page("change", image)).text
    shown_in_a_text(image, headline="Trams return")
    assert ">Trams return</a>" in at_work.get(page("change", image)).text


def test_the_articles_that_showed_it_stay_whole_without_it(at_work, client):
    image, other = a_real_picture(), a_real_picture("ferry.jpg")
    text, lead = shown_in_a_text(image, caption="The old bridge."), an_article(lead_image=image)
    untouched = shown_in_a_text(other)
    assert "The old bridge." in Client().get(text.path).text
    at_work.post(page("delete", image), {"post": "yes"})
    text.refresh_from_db()
    lead.refresh_from_db()
    assert text.body == "<p>Before.</p><p>After.</p>"
    assert lead.lead_image is None
    seen = Client().get(text.path).text
    assert "The old bridge." not in seen
    assert "<figure" not in seen
    assert other.picture.w768 in Client().get(untouched.path).text


def test_a_file_that_another_picture_shares_stays_until_that_is_deleted_as_well(at_work, settings):
    image = a_real_picture()
    twin = Image(picture=image.picture.name, alt="The same")
    twin.save()
    text = shown_in_a_text(image)
    urls = urls_of(image)
    assert "Another picture has the same file" in at_work.get(page("delete", image)).text
    at_work.post(page("delete", image), {"post": "yes"})
    assert answers(urls) == {200}
    assert "<figure" in Client().get(text.path).text
    at_work.post(page("delete", twin), {"post": "yes"})
    assert answers(urls) == {410}
    assert files(settings) == set()


def test_what_is_rolled_back_loses_no_file(editor):
    image = a_real_picture()
    urls = urls_of(image)
    with transaction.atomic():
        library.remove([image], by=editor)
        transaction.set_rollback(True)
    assert answers(urls) == {200}
    assert not RemovedPicture.objects.exists()


def test_no_file_is_gone_before_the_deletion_has_committed(editor):
    image = a_real_picture()
    with transaction.atomic():
        library.remove([image], by=editor)
        assert Path(image.picture.path).exists()
    assert not Path(image.picture.path).exists()


def test_the_address_of_a_removed_picture_is_never_that_of_another(at_work):
    image = a_real_picture("bridge.jpg")
    urls = set(urls_of(image))
    at_work.post(page("delete", image), {"post": "yes"})
    another = a_real_picture("bridge.jpg")
    assert not urls & set(urls_of(another))
    assert answers(list(urls)) == {410}


def test_an_address_that_never_was_is_not_found():
    names = ["pictures/2020/01/x.jpg", "__processed__/aaa/bbb/x-0123456789ab.jpg", "a/../x", "x"]
    assert answers([f"/media/{name}" for name in names]) == {404}


def test_nothing_beside_the_pictures_is_served(settings):
    Path(settings.MEDIA_ROOT).mkdir()
    (Path(settings.MEDIA_ROOT).parent / "secret-key").write_text("secret")
    for path in (
        "/media/../secret-key",
        "/media/%2e%2e/secret-key",
        "/media//etc/passwd",
        "/media/",
    ):
        assert Client().get(path).status_code in (404, 301)


def test_a_browser_keeps_a_picture_for_a_day_and_asks_then_whether_it_is_still_there():
    url = a_real_picture().picture.url
    answer = Client().get(url)
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    again = Client().get(url, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().head(url)["Content-Length"] == str(len(answer.content))


# Replacing


def test_a_file_that_was_replaced_is_gone_with_all_its_sizes(at_work, settings):
    image = a_real_picture()
    urls, text = urls_of(image), shown_in_a_text(image, headline="Trams return")
    new = SimpleUploadedFile("other.jpg", file_of("red"), "image/jpeg")
    told = change(at_work, image, picture=new).text
    assert "1 text included" in told
    image.refresh_from_db()
    assert not set(urls) & set(urls_of(image))
    assert answers(urls) == {410}
    assert answers(urls_of(image)) == {200}
    assert len(files(settings)) == 21
    seen = Client().get(text.path).text
    assert image.picture.w768 in seen
    assert not any(url in seen for url in urls)


def test_a_text_shows_the_new_file_in_the_size_in_which_it_showed_the_old():
    image = a_real_picture()
    text = an_article(body=f'<img src="{image.picture.w1200_webp}" alt=""><p>Text.</p>')
    image.picture = ContentFile(file_of("red"), "new.jpg")
    library.save(image)
    text.refresh_from_db()
    assert text.body == f'<img src="{image.picture.w1200_webp}" alt=""><p>Text.</p>'


def test_a_refused_file_leaves_the_old_one_where_it_is(at_work):
    image = a_real_picture()
    broken = SimpleUploadedFile("other.jpg", b"no picture", "image/jpeg")
    assert "not a picture that can be used" in change(at_work, image, picture=broken).text
    assert answers(urls_of(image)) == {200}


# Moving the point of interest


def test_moving_the_point_of_interest_removes_what_was_cropped_around_the_old_one(
    at_work, settings
):
    image = a_real_picture()
    before = files(settings)
    change(at_work, image, point_of_interest="0.1x0.2")
    image.refresh_from_db()
    assert len(files(settings)) == 21
    assert files(settings) & before == {image.picture.name}
    assert answers(urls_of(image)) == {200}
    assert not RemovedPicture.objects.exists()


def test_a_text_keeps_its_picture_when_the_point_of_interest_moves(at_work):
    image = a_real_picture()
    text, url = shown_in_a_text(image), image.picture.w768
    change(at_work, image, point_of_interest="0.1x0.2")
    assert url in Client().get(text.path).text
    assert answers([url]) == {200}


def test_an_outdated_size_that_somebody_still_names_leads_to_the_picture_of_now(at_work):
    image = a_real_picture()
    old = [image.picture.w768, image.picture.card320_webp]
    change(at_work, image, point_of_interest="0.1x0.2")
    image.refresh_from_db()
    there = [Client().get(url) for url in old]
    assert [each.status_code for each in there] == [302, 302]
    assert [each["Location"] for each in there] == [image.picture.w768, image.picture.w768_webp]


def test_a_size_of_now_that_is_not_there_is_not_found_rather_than_led_in_a_circle():
    image = a_real_picture()
    for url in (image.picture.w768, image.picture.w768_webp):
        (Path(image.picture.storage.location) / url.removeprefix("/media/")).unlink()
        assert Client().get(url).status_code == 404


def test_moving_it_there_and_back_leaves_all_sizes(at_work):
    image = a_real_picture()
    change(at_work, image, point_of_interest="0.1x0.2")
    change(at_work, image, point_of_interest="0.5x0.5")
    assert answers(urls_of(image)) == {200}


# Bodies that name what is not there


def save_article(client: Client, article: Article, body: str):
    inlines = {}
    for prefix in ("bylines", "see_also", "web_links", "placements"):
        inlines |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    form = {
        "headline": article.headline, "slug": article.slug, "standfirst": "", "dateline": "",
        "body": body, "section": article.section_id, "language": "en", "published_at_0": "",
        "published_at_1": "", **inlines,
    }  # fmt: skip
    address = reverse("admin:articles_article_change", args=[article.pk])
    return client.post(address, form, follow=True)


@pytest.fixture
def draft() -> Article:
    return an_article(state=Article.State.DRAFT, body="<p>As it was.</p>")


@pytest.mark.parametrize(
    "source",
    ["https://elsewhere.example/x.jpg", "//elsewhere.example/x.jpg", "data:image/png;base64,AA",
     "file:///C:/x.jpg", "/static/x.png"],
)  # fmt: skip
def test_a_picture_from_elsewhere_is_refused_by_name_and_nothing_is_lost(at_work, draft, source):
    answer = save_article(at_work, draft, f'<figure><img src="{source}"></figure><p>New text.</p>')
    (error,) = answer.context["adminform"].form.errors["body"]
    assert source in error
    assert "is not in the library" in error
    assert "New text." in answer.text
    draft.refresh_from_db()
    assert draft.body == "<p>As it was.</p>"


def test_a_picture_that_is_not_in_the_library_is_refused(at_work, draft):
    answer = save_article(at_work, draft, '<img src="/media/pictures/2026/11/none.jpg">')
    (error,) = answer.context["adminform"].form.errors["body"]
    assert error.startswith("There is no picture “none.jpg” in the library.")


def test_a_picture_removed_while_the_form_was_open_is_refused(at_work, draft, editor):
    image = a_real_picture()
    url = image.picture.w768
    library.remove([image], by=editor)
    answer = save_article(at_work, draft, f'<img src="{url}">')
    (error,) = answer.context["adminform"].form.errors["body"]
    assert "was removed from the library" in error


def test_a_picture_of_the_library_is_taken_also_in_an_outdated_size(at_work, draft):
    image = a_real_picture()
    urls = [image.picture.w768, image.picture.url]
    image.point_of_interest = "0.1x0.1"
    library.save(image)
    save_article(at_work, draft, "".join(f'<img src="{url}">' for url in urls))
    draft.refresh_from_db()
    assert all(url in draft.body for url in urls)


def test_what_else_a_body_cannot_hold_is_named_after_saving(at_work, draft):
    answer = save_article(
        at_work,
        draft,
        '<p style="color:red">Text.</p><iframe src="https://video.example"></iframe>'
        '<a href="javascript:alert(1)">x</a>',
    )
    (told,) = [str(each) for each in answer.context["messages"] if "Left out" in str(each)]
    assert "<iframe> ×1" in told
    assert "the link to “javascript:alert(1)”" in told
    assert "formatting" in told


def test_of_a_body_that_loses_nothing_nothing_is_said(at_work, draft):
    answer = save_article(
        at_work, draft, '<h2>A</h2><p>B <a href="/x" rel="noopener">c</a></p><ul><li>d</li></ul>'
    )
    assert not [each for each in answer.context["messages"] if "Left out" in str(each)]
