"""What a reader does under an article, as a person would do it."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from comments.models import Comment, Report
from tests.builders import a_comment, a_person, an_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THOUGHT = "I crossed it twice, to be sure."


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def story():
    return an_article(headline="The old bridge reopens")


@pytest.fixture
def rita():
    return a_person(name="Rita Reader")


def sign_in(page, person):
    page.goto("/accounts/login/")
    fill_in(page, person)


def fill_in(page, person):
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.get_by_role("navigation", name="Your account").get_by_text(person.display_name).wait_for()


def write(page):
    return page.locator("#write-text")


def said(page):
    """The texts of the conversation, from the top."""
    return page.locator("#comments .comment-text").all_inner_texts()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_newcomer_types_first_then_makes_an_account_and_posts(open_page, story, javascript):
    page = open_page(story.path, javascript=javascript)
    write(page).fill(THOUGHT)
    page.get_by_role("button", name="Sign in and post").click()
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Email").fill("hanne@example.org")
    page.get_by_label("Display name").fill("Hanne Vik")
    page.get_by_label("Password").fill("a quiet harbour at dawn")
    page.get_by_role("button", name="Sign Up").click()
    assert write(page).input_value() == THOUGHT
    page.get_by_role("button", name="Post").click()
    assert said(page) == [THOUGHT]
    assert page.locator(".comment-author").all_inner_texts() == ["Hanne Vik"]
    page.goto(story.path)
    assert write(page).input_value() == ""


def test_a_reader_types_first_then_signs_in(open_page, story, rita):
    page = open_page(story.path)
    write(page).fill(THOUGHT)
    page.get_by_role("button", name="Sign in and post").click()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    fill_in(page, rita)
    assert write(page).input_value() == THOUGHT
    page.get_by_role("button", name="Post").click()
    assert said(page) == [THOUGHT]


def test_a_reply_is_written_beneath_what_it_answers(open_page, story, rita):
    first = a_comment(article=story, text="Who was there?")
    page = open_page()
    sign_in(page, rita)
    page.goto(story.path)
    page.get_by_role("link", name="Reply to").click()
    area = page.locator(f"#comment-{first.pk} textarea")
    area.fill(THOUGHT)
    assert page.url.endswith(story.path)
    page.locator(f"#comment-{first.pk}").get_by_role("button", name="Reply").click()
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    assert said(page) == ["Who was there?", THOUGHT]
    assert Comment.objects.get(text=THOUGHT).parent == first


def test_a_reply_can_be_given_up(open_page, story, rita):
    first = a_comment(article=story)
    page = open_page()
    sign_in(page, rita)
    page.goto(story.path)
    link = page.get_by_role("link", name="Reply to")
    link.click()
    page.get_by_role("button", name="Cancel").click()
    assert page.locator(f"#comment-{first.pk} form").count() == 0
    assert link.evaluate("link => link === document.activeElement")


def test_a_reply_without_javascript_has_a_page_of_its_own(open_page, story, rita):
    a_comment(article=story, text="Who was there?")
    page = open_page(javascript=False)
    sign_in(page, rita)
    page.goto(story.path)
    page.get_by_role("link", name="Reply to").click()
    assert page.get_by_role("blockquote").inner_text() == "Who was there?"
    page.get_by_label("Your reply").fill(THOUGHT)
    page.get_by_role("button", name="Reply").click()
    assert said(page) == ["Who was there?", THOUGHT]


def test_a_double_click_posts_once(open_page, story, rita):
    page = open_page()
    sign_in(page, rita)
    page.goto(story.path)
    write(page).fill(THOUGHT)
    page.get_by_role("button", name="Post").dblclick()
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    page.go_back()
    page.reload()
    assert said(page) == [THOUGHT]


def test_a_reader_changes_and_then_deletes_a_comment(open_page, story, rita):
    own = a_comment(article=story, author=rita, text="I crosed it.")
    page = open_page()
    sign_in(page, rita)
    page.goto(story.path)
    page.get_by_role("link", name="Edit").click()
    write(page).fill("I crossed it.")
    page.get_by_role("button", name="Save").click()
    assert said(page) == ["I crossed it."]
    assert page.locator(".comment-edited").inner_text() == "edited"
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete").click()
    assert said(page) == []
    assert page.get_by_role("status").inner_text() == "Your comment has been deleted."
    own.refresh_from_db()
    assert own.status == Comment.Status.DELETED


def test_a_stranger_who_reports_signs_in_first(open_page, story, rita):
    a_comment(article=story, text="Buy boats.")
    page = open_page(story.path)
    page.get_by_role("link", name="Report the comment of").click()
    fill_in(page, rita)
    page.get_by_label("Spam or advertising").check()
    page.get_by_role("button", name="Report").click()
    page.get_by_text("You have reported this comment: Spam or advertising.").wait_for()
    assert Report.objects.get().reporter == rita


def test_what_is_being_typed_survives_a_closed_page_until_it_is_sent(open_page, story, rita):
    page = open_page()
    sign_in(page, rita)
    page.goto(story.path)
    write(page).press_sequentially("Half a thou")
    page.goto("/")
    page.goto(story.path)
    assert write(page).input_value() == "Half a thou"
    page.get_by_role("button", name="Post").click()
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    assert write(page).input_value() == ""


def test_the_counter_counts_as_the_server_does(open_page, story):
    page = open_page(story.path)
    counter = page.locator("[data-counter]")
    assert counter.inner_text() == "Up to 5,000 characters."
    write(page).fill("  🌉 bridge ")
    assert counter.inner_text() == "4,992 characters left."
    write(page).fill("x" * 5002)
    assert counter.inner_text() == "2 characters too many."


def test_a_reader_elsewhere_sees_times_of_his_own_and_the_papers_as_well(
    browser, live_server, story, django_db_serialized_rollback
):
    at = timezone.now().replace(hour=12, minute=30) - timedelta(days=1)
    a_comment(article=story, at=at)
    context = browser.new_context(base_url=live_server.url, timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.goto(story.path)
    time = page.locator(".comment-time time")
    assert time.inner_text().endswith(", 21:30")
    assert "12:30 where the paper is made" in time.get_attribute("title")
    context.close()


@pytest.fixture
def busy_story(rita):
    """Everything a conversation can show: levels, lines in place of comments, marks, long words."""
    story = an_article(headline="A much discussed bridge")
    moderator = a_person(name="Moritz Calm", group="Moderators")
    parent = None
    for author in (rita, moderator, rita, moderator, rita):
        parent = a_comment(article=story, author=author, parent=parent, text="Indeed. " * 30)
    a_comment(article=story, author=rita, text="W" + "o" * 200 + "w")
    a_comment(article=story, author=rita, text="https://example.org/" + "a/long/way/" * 20)
    gone = a_comment(article=story, author=rita)
    for _ in range(5):
        a_comment(article=story, parent=gone, text="> quoted\n\nand *answered*")
    Comment.objects.filter(pk=gone.pk).update(status="rejected")
    a_comment(article=story, author=rita, status="held", text="It waits.")
    return story


def test_nothing_keeps_anybody_out_of_a_conversation(
    open_page, busy_story, rita, barriers, sideways, width_px, scheme
):
    page = open_page(width_px=width_px, scheme=scheme)
    sign_in(page, rita)
    page.goto(busy_story.path)
    page.get_by_role("link", name="Reply to").first.click()
    page.get_by_role("button", name="Cancel").wait_for()
    assert barriers(page) == []
    assert sideways(page) == 0


def test_on_a_phone_the_deepest_reply_keeps_most_of_the_width(open_page, busy_story):
    page = open_page(busy_story.path, width_px=390)
    widths = page.locator(".comment-replies .comment-replies .comment-text").evaluate_all(
        "texts => texts.map(text => text.clientWidth)"
    )
    assert min(widths) > 0.8 * 390


def test_nothing_keeps_anybody_out_of_the_pages_around_a_comment(
    open_page, busy_story, barriers, sideways, width_px, scheme
):
    first = Comment.objects.order_by("pk").first()
    page = open_page(width_px=width_px, scheme=scheme)
    sign_in(page, a_person())
    for noun in ("reply", "replies", "report"):
        page.goto(f"/comments/{first.pk}/{noun}/")
        assert barriers(page) == []
        assert sideways(page) == 0


def test_with_the_keyboard_alone_one_reads_replies_and_reports(open_page, story, rita):
    first = a_comment(article=story, text="Who was there?")
    page = open_page()
    sign_in(page, rita)
    page.goto(story.path)

    def walk_to(name):
        for _ in range(80):
            page.keyboard.press("Tab")
            focus = page.evaluate(
                "(document.activeElement.ariaLabel || document.activeElement.textContent).trim()"
            )
            if focus.startswith(name):
                return
        raise AssertionError(f"no way to {name}")

    walk_to("Reply to")
    page.keyboard.press("Enter")
    page.locator(f"#comment-{first.pk} textarea:focus").wait_for()
    page.keyboard.type(THOUGHT)
    walk_to("Reply")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    assert said(page) == ["Who was there?", THOUGHT]
    page.goto(story.path)
    walk_to("Report the comment")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/report/$"))
    page.get_by_label("Off topic").focus()
    page.keyboard.press("Space")
    walk_to("Report")
    page.keyboard.press("Enter")
    page.get_by_text("A moderator will look at it.").wait_for()
