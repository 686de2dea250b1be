"""A moderator tries a text, and a rule, before either is let loose."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Finding, Rulebook, Word
from comments.screening import verdict
from tests.browser.back_office import signed_in, told
from tests.builders import a_case, a_comment

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin", "screened")]

TEXT = "You fool, call +44 20 7946 0958!\n\nSee https://boats.example"


@pytest.fixture
def word(moderator):
    listed = Word.objects.create(text="fool", made_by=moderator)
    Rulebook.objects.turn()
    return listed


@pytest.mark.parametrize("javascript", [True, False])
def test_a_text_is_tried_by_keyboard_and_stays_to_be_tried_again(
    open_page, moderator, word, javascript
):
    page = signed_in(open_page, moderator, "/admin/desk/bench/", javascript=javascript)
    page.get_by_label("Text").focus()
    page.keyboard.insert_text(TEXT)
    for _ in ("standing", "language", "outside", "the button"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hold")).to_be_visible()
    assert page.locator("mark").all_inner_texts() == ["fool1", "+44 20 7946 09582"]
    assert page.get_by_label("Text").input_value() == TEXT
    assert not Comment.objects.exists()


def test_a_word_is_tried_on_what_was_written_then_changed_then_saved(open_page, moderator, article):
    for text in ("The harbour shines.", "Of harbourmasters I know nothing.", "Calm."):
        a_comment(article=article, text=text)
    page = signed_in(open_page, moderator, "/admin/comments/word/add/")
    page.get_by_label("Text").fill("harbour")
    page.get_by_role("button", name="Try it on the last").click()
    expect(page.locator("#content")).to_contain_text("It would have found 1 of the last 3")
    page.get_by_role("link", name="Back to the form").click()
    assert page.get_by_label("Text").input_value() == "harbour"
    page.get_by_label("Whole words").uncheck()
    page.get_by_role("button", name="Try it on the last").click()
    assert page.locator("mark").all_inner_texts() == ["harbour", "harbour"]
    page.get_by_role("button", name="Save the word").click()
    assert "was added successfully" in told(page)[0]
    assert Word.objects.get().whole_words is False


def held_by(word, article):
    comment = a_case(article=article, text="A fool.").comment
    found = verdict.Finding("words", "on the list", span=(2, 6), rule=word.rule)
    Finding.objects.keep(comment, [found], comment.created_at)
    return comment


def test_what_a_word_kept_back_by_mistake_is_published_at_once(open_page, moderator, article, word):
    comments = [held_by(word, article) for _ in range(3)]
    page = signed_in(open_page, moderator, f"/admin/comments/word/{word.pk}/change/")
    page.get_by_role("link", name="What it did").click()
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Publish 2").click()
    assert told(page) == ["2 comments published. Undo on the desk takes that back."]
    statuses = Comment.objects.filter(pk__in=[c.pk for c in comments])
    assert sorted(statuses.values_list("status", flat=True)) == ["held", "published", "published"]


def test_these_pages_fit_their_window_and_keep_nobody_out(
    open_page, moderator, article, word, barriers, sideways, width_px, scheme
):
    held_by(word, article)
    how = {"width_px": width_px, "scheme": scheme}
    page = signed_in(open_page, moderator, "/admin/desk/bench/", **how)
    page.get_by_label("Text").fill(TEXT)
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("mark").first).to_be_visible()
    assert (barriers(page), sideways(page)) == ([], 0)
    page.goto(f"/admin/desk/rules/{word.rule}/")
    assert (barriers(page), sideways(page)) == ([], 0)
    page.goto(f"/admin/comments/word/{word.pk}/change/")
    page.get_by_role("button", name="Try it on the last").click()
    expect(page.locator("mark").first).to_be_visible()
    assert (barriers(page), sideways(page)) == ([], 0)
