"""What came with an import, as people meet it: old links, embeds, their own earlier comments."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from articles.models import Article
from comments.models import Comment
from tests.browser.back_office import signed_in
from tests.exports import a_post, a_word, an_export, brought_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIDEO = "https://www.youtube.com/watch?v=abc123"


@pytest.fixture
def paper(tmp_path):
    """A long conversation: of its comments the first stand on the last page."""
    words = "".join(a_word(number, text=f"Comment {number}.") for number in range(101, 160))
    words += a_word(160, text="Renumbered.")
    post = a_post(link="https://old.example/tram/", body=f"Intro\n\n{VIDEO}\n\nEnd", inside=words)
    brought_in(an_export(tmp_path, post))
    return Article.objects.get()


def test_an_old_link_leads_to_the_comment_on_whichever_page_it_is(open_page, paper):
    page = open_page("/tram/#comment-103")
    expect(page.locator("#comment-103")).to_contain_text("Comment 103.")
    expect(page.locator("#comment-103")).to_be_in_viewport()
    page.goto(f"{paper.path}?order=oldest#comment-155")
    expect(page.locator("#comment-155")).to_be_in_viewport()


def test_an_old_link_leads_to_a_comment_that_has_another_number_now(open_page, paper):
    old = Comment.objects.get(pk=160)
    Comment.objects.filter(pk=160).delete()
    old.pk = 5_000
    old.save(force_insert=True)
    page = open_page("/tram/#comment-160")
    expect(page.locator("#comment-5000")).to_contain_text("Renumbered.")
    expect(page.locator("#comment-5000")).to_be_in_viewport()


def test_a_link_to_a_comment_that_never_was_leads_to_the_conversation(open_page, paper):
    page = open_page("/tram/#comment-99999")
    page.wait_for_url("**#comments")
    expect(page.locator("#comments-title")).to_contain_text("60 comments")


def test_without_javascript_a_link_leads_to_a_comment_of_the_page(open_page, paper):
    page = open_page("/tram/#comment-158", javascript=False)
    expect(page.locator("#comment-158")).to_be_in_viewport()


def test_an_embed_is_a_link_that_fits_the_page(open_page, paper, width_px):
    page = open_page(paper.path, width_px=width_px)
    link = page.locator(".article-body figure.embed a")
    expect(link).to_have_text("YouTube: youtube.com/watch?v=abc123")
    expect(link).to_have_attribute("href", VIDEO)
    box, viewport = link.bounding_box(), page.viewport_size
    assert box
    assert viewport
    assert box["x"] + box["width"] <= viewport["width"]


def test_an_editor_writes_around_an_embed_and_it_stays(open_page, paper, editor, open_admin):
    page = signed_in(open_page, editor, f"/admin/articles/article/{paper.pk}/change/")
    field = page.locator(".prose-editor .ProseMirror[contenteditable]").first
    field.locator("p", has_text="Intro").click()
    page.keyboard.press("End")
    page.keyboard.insert_text(" and more")
    page.click("[name=_save]")
    page.wait_for_url("**/admin/articles/article/")
    body = Article.objects.get().body
    link = f'<a href="{VIDEO}" rel="noopener">YouTube: youtube.com/watch?v=abc123</a>'
    assert "Intro and more" in body
    assert f'<figure class="embed"><p>{link}</p></figure>' in body


def test_a_person_claims_earlier_comments(open_page, paper, reader, settings):
    settings.SENDS_MAIL = True
    reader.email = "bo@reader.example"
    reader.save(update_fields=["email"])
    EmailAddress.objects.create(user=reader, email=reader.email, verified=True, primary=True)
    page = signed_in(open_page, reader, "/accounts/earlier-comments/", width_px=390)
    page.get_by_role("checkbox", name="Bo").check()
    page.get_by_role("button", name="These are mine").click()
    expect(page.get_by_text("60 comments are yours now")).to_be_visible()
    assert reader.comments.count() == 60
