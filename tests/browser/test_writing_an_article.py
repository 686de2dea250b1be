"""An editor writes an article, with a picture and related stories, and publishes it."""

from io import BytesIO

import pytest
from PIL import Image as Pillow
from playwright.sync_api import expect

from articles.models import Article, Image
from tests.browser.back_office import choose, signed_in, told, write_body
from tests.builders import a_section, an_article, an_author

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("open_admin"),
]


@pytest.fixture
def photograph() -> dict:
    file = BytesIO()
    Pillow.linear_gradient("L").resize((900, 600)).convert("RGB").save(file, "JPEG")
    return {"name": "Harbour.JPG", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_an_editor_writes_and_publishes_an_article(open_page, editor, photograph):
    a_section(name="Harbour")
    an_author(name="Mara Lind")
    an_article(headline="Berths on trial")
    page = signed_in(open_page, editor, "/admin/articles/image/add/")
    page.set_input_files("#id_picture", photograph)
    page.fill("#id_alt", "The harbour, empty")
    page.click("[name=_save]")
    assert Image.objects.get().width == 900

    page.goto("/admin/articles/article/add/")
    page.fill("#id_headline", "The harbour is empty")
    page.fill("#id_dateline", "ALLARD")
    expect(page.locator("#id_slug")).to_have_value("the-harbour-is-empty")
    write_body(page, "Nobody knows why.", "Ask the gulls", "They ")
    page.keyboard.press("Control+b")
    page.keyboard.insert_text("left")
    page.keyboard.press("Control+b")
    page.keyboard.insert_text(" first.")
    editor_field = page.locator(".prose-editor .ProseMirror[contenteditable]").first
    editor_field.locator("p", has_text="Ask the gulls").click()
    page.locator(".prose-menubar__selected").first.click()
    page.locator(".prose-menubar__option", has_text="Heading 2").click()
    editor_field.locator("p", has_text="Nobody").click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.locator(".prose-menubar [data-name=link]").click()
    page.locator("dialog input[name=href]").fill("https://example.org/gulls")
    page.locator("dialog [type=submit]").click()
    page.select_option("#id_section", label="Harbour")
    choose(page, "id_lead_image", "The harbour, empty")
    choose(page, "id_bylines-0-author", "Mara Lind")
    choose(page, "id_see_also-0-related", "Berths on trial")
    page.click("[name=_publish]")

    assert told(page)[0].startswith("Published.")
    article = Article.objects.get(slug="the-harbour-is-empty")
    assert article.body == (
        '<p><a href="https://example.org/gulls" rel="noopener">Nobody knows why.</a></p>'
        "<h2>Ask the gulls</h2><p>They <strong>left</strong> first.</p>"
    )
    page.goto(article.path)
    expect(page.locator("h1")).to_have_text("The harbour is empty")
    for words in ("Mara Lind", "Berths on trial", "ALLARD"):
        expect(page.locator("main")).to_contain_text(words)
    expect(page.locator("main img").first).to_have_attribute("alt", "The harbour, empty")


def test_a_file_that_is_no_picture_is_refused_beside_its_field(open_page, editor):
    page = signed_in(open_page, editor, "/admin/articles/image/add/")
    page.set_input_files(
        "#id_picture", {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"Not a picture."}
    )
    page.click("[name=_save]")
    assert page.locator(".field-picture .errorlist").inner_text() == (
        "This is not a picture that can be used. Choose a JPEG, PNG, WebP or GIF file."
    )
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/articles/article/", "/admin/articles/article/add/"]
)
def test_the_back_office_fits_its_window(open_page, editor, sideways, width_px, scheme, path):
    page = signed_in(open_page, editor, path, width_px=width_px, scheme=scheme)
    assert sideways(page) == 0
