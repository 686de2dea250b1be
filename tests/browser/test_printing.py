"""What comes out of a printer: text and names, black on white."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments import switch
from comments.models import Comment, Decision, HouseRule
from comments.models.scope import Mode, Scope
from comments.moderation.decisions import decide
from tests.browser.back_office import signed_in
from tests.builders import a_comment, a_person, a_topic, an_article, an_author

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What is pressed or leads elsewhere.
PRESSED = (
    "Reply", "Report", "Edit", "Delete", "Newest first", "Oldest first", "Older comments",
    "Sign in", "Sign out", "Skip to the text", "See also", "From the Web", "Your comment",
    "Write first", "characters", "Post", "News feed", "more repl", "older version",
)  # fmt: skip


def print_page(page):
    """The text on paper."""
    page.emulate_media(media="print")
    return page.locator("body").inner_text()


def suspend(title, body):
    switch.suspend(
        Scope(),
        mode=Mode.CLOSED,
        cause="abuse",
        reason="A flood.",
        notice_title=title,
        notice_body=body,
    )


def assert_nothing_is_there_to_press(page):
    for kind in ("button", "input", "select", "nav", "form"):
        expect(page.locator(f"{kind}:visible")).to_have_count(0)


@pytest.fixture
def story():
    section_mate = an_article(headline="Another bridge closes")
    story = an_article(
        headline="The old bridge reopens",
        standfirst="After nine years.",
        body='<p>It was <a href="https://example.org/bridge">built</a> well.</p>',
        authors=(an_author(name="Mara Lind"),),
        topics=(a_topic(name="Ferries"),),
    )
    story.see_also.create(related=section_mate, position=1)
    return story


@pytest.fixture
def conversation(story):
    """Each comment with its author's name."""
    rita, samuel = a_person(name="Rita Reader"), a_person(name="Samuel Second")
    first = a_comment(article=story, author=rita, text="I crossed it twice.")
    reply = a_comment(article=story, author=samuel, parent=first, text="> twice\n\nAnd I.")
    a_comment(article=story, author=rita, parent=reply, text="Really?")
    return ["Rita Reader", "I crossed it twice.", "Samuel Second", "And I.", "Really?"]


@pytest.mark.parametrize("who", ["a stranger", "a reader who wrote there", "a moderator"])
def test_an_article_on_paper_is_text_and_names_alone(
    open_page, story, conversation, open_admin, who, scheme
):
    if who == "a stranger":
        page = open_page(story.path, scheme=scheme)
    else:
        person = (
            a_person(name="Moritz Calm", group="Moderators")
            if who == "a moderator"
            else Comment.objects.first().author
        )
        page = signed_in(open_page, person, story.path, scheme=scheme)
        page.locator("[name=text]").press_sequentially("A thought of mine.")
    paper = print_page(page)
    for words in ("The old bridge reopens", "After nine years.", "Mara Lind", *conversation):
        assert words in paper
    shown_after_link = page.locator(".article-body a").evaluate(
        "link => getComputedStyle(link, '::after').content"
    )
    assert "https://example.org/bridge" in shown_after_link or "attr(href)" in shown_after_link
    assert story.path in paper
    assert f"{timezone.localdate():%A, %-d %B %Y}" in paper
    assert [words for words in PRESSED if words in paper] == []
    assert "A thought of mine." not in paper
    assert "Ferries" not in paper
    assert "Another bridge closes" not in paper
    assert_nothing_is_there_to_press(page)
    ground, ink = page.evaluate(
        """() => [document.body, document.querySelector(".comment-text")].map(
             (element, at) => getComputedStyle(element)[at ? "color" : "backgroundColor"])"""
    )
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")


def test_the_address_of_an_article_is_on_paper_alone(open_page, story):
    page = open_page(story.path)
    expect(page.locator(".article-address")).to_be_hidden()


def test_every_comment_of_a_long_page_is_on_paper(open_page, story):
    texts = [f"Thought number {number}." for number in range(15)]
    for text in texts:
        a_comment(article=story, text=text)
    paper = print_page(open_page(story.path))
    assert [text for text in texts if text not in paper] == []
    assert paper.count("Person") >= len(texts)


@pytest.mark.parametrize("path", ["/", "/section/city/", "/topic/ferries/"])
def test_a_list_of_stories_on_paper_is_headlines_and_names(open_page, story, conversation, path):
    page = open_page(path)
    paper = print_page(page)
    assert "The old bridge reopens" in paper
    assert [words for words in PRESSED if words in paper] == []
    assert_nothing_is_there_to_press(page)


def test_replies_on_paper_are_text_and_names(open_page, story, conversation):
    first = Comment.objects.get(text="I crossed it twice.")
    page = open_page(f"/comments/{first.pk}/replies/")
    paper = print_page(page)
    for words in conversation:
        assert words in paper
    assert "The old bridge reopens" in paper
    assert_nothing_is_there_to_press(page)


def test_a_notice_is_printed_with_its_signature(open_page, story, conversation):
    suspend("Our readers write again on Monday", "We cannot read what is written at night.")
    page = open_page(f"/conversation/{story.pk}/")
    paper = print_page(page)
    assert "Our readers write again on Monday" in paper
    assert "We cannot read what is written at night." in paper
    assert_nothing_is_there_to_press(page)


def test_a_text_that_was_refused_is_printed(open_page, story):
    rita = a_person(name="Rita Reader")
    page = signed_in(open_page, rita, story.path)
    page.fill("[name=text]", "Too late, alas.")
    suspend("A pause", "We rest.")
    page.get_by_role("button", name="Post").click()
    page.get_by_label("Your text, as you wrote it").wait_for()
    page.emulate_media(media="print")
    expect(page.get_by_label("Your text, as you wrote it")).to_be_visible()


def test_a_statement_of_reasons_is_printed_unfolded(open_page, story, conversation, moderator):
    removed = Comment.objects.get(text="Really?")
    decide(
        Decision.Verb.REJECT,
        [removed.pk],
        by=moderator,
        at=timezone.now(),
        house_rule=HouseRule.objects.first(),
    )
    page = signed_in(open_page, removed.author, "/comments/mine/")
    page.emulate_media(media="print")
    expect(page.locator(".statement p").first).to_be_visible()
    assert page.locator(".statement p").first.bounding_box()["height"] > 0
    page.goto(f"/comments/{removed.pk}/")
    page.emulate_media(media="print")
    assert "Really?" in page.locator("body").inner_text()
    assert_nothing_is_there_to_press(page)


def test_the_pages_of_ones_account_keep_what_stands_in_their_fields(open_page):
    page = signed_in(open_page, a_person(name="Rita Reader"), "/accounts/name/")
    page.emulate_media(media="print")
    expect(page.get_by_label("Display name")).to_be_visible()
    for kind in ("button", "nav"):
        expect(page.locator(f"{kind}:visible")).to_have_count(0)
