"""What is typed under an article stays with whoever typed it, and the newer words win."""

from __future__ import annotations

import json
import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from comments import switch
from comments.models import Comment
from comments.models.scope import Mode, Scope
from tests.browser.back_office import signed_in
from tests.builders import a_comment, a_person, an_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OLDER, NEWER = "The first words that came.", "The second, better words."


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def story():
    return an_article(headline="The old bridge reopens")


@pytest.fixture
def rita():
    return a_person(name="Rita Reader")


@pytest.fixture
def samuel():
    return a_person(name="Samuel Second")


def write(page):
    """The field to write in, once what keeps drafts is there: a stranger's comes with the focus."""
    page.locator("form[data-composer] textarea[name=text]").first.focus()
    return page.locator("form[data-restored] textarea[name=text]").first


def open_tab(page, path):
    tab = page.context.new_page()
    tab.set_default_timeout(20_000)
    tab.goto(path)
    return tab


def sign_in(page, person, path=None):
    if path:
        page.goto(path)
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.get_by_role("navigation", name="Your account").get_by_text(person.display_name).wait_for()


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").wait_for()


def kept_in(page, storage="localStorage"):
    """The texts that the browser keeps."""
    entries = page.evaluate(
        f"Object.entries({storage}).filter(([key]) => key.startsWith('draft:')).map(([, e]) => e)"
    )
    return [json.loads(entry)["value"] for entry in entries]


def key_of(person, article, name="a"):
    return f"draft:{person.draft_key}:{article.pk}%2F%2F:{name}"


def put(page, key, value):
    entry = value if isinstance(value, str) else json.dumps(value)
    page.evaluate("([key, entry]) => localStorage.setItem(key, entry)", [key, entry])


def hours_ago(page, hours):
    return page.evaluate("Date.now()") - hours * 3_600_000


# Whose it is


@pytest.mark.parametrize("way", ["the button", "the page of its own", "the admin"])
def test_after_signing_out_neither_a_stranger_nor_the_next_reader_sees_the_draft(
    open_page, story, rita, samuel, open_admin, way
):
    rita.is_staff = rita.is_superuser = True
    rita.save(update_fields=["is_staff", "is_superuser"])
    page = signed_in(open_page, rita, story.path)
    write(page).press_sequentially(OLDER)
    assert kept_in(page) == [OLDER]
    if way == "the button":
        sign_out(page)
    elif way == "the page of its own":
        page.goto("/accounts/logout/")
        page.get_by_role("main").get_by_role("button", name="Sign Out").click()
        page.get_by_role("link", name="Sign in").wait_for()
    else:
        page.goto("/admin/")
        page.get_by_role("button", name="Log out").click()
        page.get_by_role("link", name="Sign in").wait_for()
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('draft:'))"
    )
    assert kept_in(page) == []
    for path in (story.path, f"/conversation/{story.pk}/"):
        page.goto(path)
        expect(write(page)).to_have_value("")
    sign_in(page, samuel, f"/accounts/login/?next={story.path}")
    for path in (story.path, f"/conversation/{story.pk}/"):
        page.goto(path)
        expect(write(page)).to_have_value("")
        expect(page.locator(".draft-offer")).to_have_count(0)


def test_going_back_after_signing_out_shows_no_words_of_before(open_page, story, rita):
    page = signed_in(open_page, rita, story.path)
    write(page).press_sequentially(OLDER)
    page.goto("/")
    sign_out(page)
    page.go_back()
    page.go_back()
    page.wait_for_url(f"**{story.path}")
    expect(write(page)).to_have_value("")


def test_what_is_typed_in_a_tab_of_before_the_sign_out_is_not_kept(open_page, story, rita, samuel):
    page = signed_in(open_page, rita, story.path)
    tab = open_tab(page, "/")
    sign_out(tab)
    write(page).press_sequentially(OLDER)
    assert kept_in(page) == []
    sign_in(tab, samuel, f"/accounts/login/?next={story.path}")
    write(page).press_sequentially("!")
    assert kept_in(page) == []
    expect(write(tab)).to_have_value("")


def test_a_session_that_ends_loses_nothing_and_shows_nothing_to_others(
    open_page, story, rita, samuel
):
    page = signed_in(open_page, rita, story.path)
    write(page).press_sequentially(OLDER)
    page.context.clear_cookies()
    page.goto(story.path)
    expect(write(page)).to_have_value("")
    sign_in(page, samuel, f"/accounts/login/?next={story.path}")
    expect(write(page)).to_have_value("")
    write(page).press_sequentially("What Samuel thinks.")
    sign_out(page)
    sign_in(page, rita, f"/accounts/login/?next={story.path}")
    expect(write(page)).to_have_value(OLDER)
    assert kept_in(page) == [OLDER]


def test_a_strangers_words_stay_in_the_tab(open_page, story):
    page = open_page(story.path)
    write(page).press_sequentially(OLDER)
    assert kept_in(page) == []
    page.goto("/")
    page.goto(story.path)
    expect(write(page)).to_have_value(OLDER)
    expect(write(open_tab(page, story.path))).to_have_value("")


def test_a_strangers_words_come_along_to_the_account_that_signs_in_from_the_article_once(
    open_page, story, rita
):
    page = open_page(story.path)
    write(page).press_sequentially(OLDER)
    page.get_by_role("navigation", name="Your account").get_by_role("link").click()
    sign_in(page, rita)
    expect(write(page)).to_have_value(OLDER)
    assert kept_in(page, "sessionStorage") == []
    assert kept_in(page) == [OLDER]
    sign_out(page)
    page.goto(story.path)
    expect(write(page)).to_have_value("")


@pytest.mark.parametrize("choice", ["Use this text", "Discard it"])
def test_who_signs_in_from_elsewhere_is_only_offered_what_was_typed_in_the_tab(
    open_page, story, samuel, choice
):
    page = open_page(story.path)
    write(page).press_sequentially(OLDER)
    sign_in(page, samuel, "/accounts/login/")
    page.goto(story.path)
    expect(write(page)).to_have_value("")
    offer = page.locator(".draft-offer")
    expect(offer).to_contain_text("Text was typed in this tab before you signed in")
    offer.get_by_role("button", name=choice).click()
    expect(write(page)).to_have_value(OLDER if choice == "Use this text" else "")
    expect(offer).to_have_count(0)
    assert kept_in(page, "sessionStorage") == []


@pytest.mark.parametrize("javascript", [True, False])
def test_who_signs_in_after_a_stranger_has_sent_a_text_and_left_is_only_offered_it(
    open_page, story, samuel, javascript
):
    page = open_page(story.path, javascript=javascript)
    page.locator("#write-text").fill(OLDER)
    page.get_by_role("button", name="Sign in and post").click()
    page.get_by_text("Your text is kept.").wait_for()
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, samuel)
    for path in (story.path, f"/conversation/{story.pk}/"):
        page.goto(path)
        if javascript:
            write(page).wait_for()
        expect(page.locator("#write-text")).to_have_value("")
        expect(page.locator(".draft-offer")).to_have_count(1)
    page.get_by_text("Text was typed in this browser before you signed in").click()
    page.get_by_role("button", name="Discard it").click()
    if javascript:
        write(page).wait_for()
    expect(page.locator("#write-text")).to_have_value("")
    expect(page.locator(".draft-offer")).to_have_count(0)


def test_a_text_does_not_go_along_with_who_signs_in_after_reading_on(open_page, story, samuel):
    page = open_page(story.path)
    write(page).press_sequentially(OLDER)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").wait_for()
    page.goto("/")
    sign_in(page, samuel, f"/accounts/login/?next={story.path}")
    expect(write(page)).to_have_value("")
    expect(page.locator(".draft-offer")).to_have_count(1)


# The newer wins


def test_words_improved_after_signing_in_win_over_what_the_server_kept(open_page, story, rita):
    page = open_page(story.path)
    write(page).press_sequentially(OLDER)
    page.get_by_role("button", name="Sign in and post").click()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    sign_in(page, rita)
    expect(write(page)).to_have_value(OLDER)
    expect(page.locator(".draft-offer")).to_have_count(0)
    write(page).fill(NEWER)
    for path in (story.path, f"/conversation/{story.pk}/"):
        page.goto("/")
        page.goto(path)
        expect(write(page)).to_have_value(NEWER)
        expect(page.locator(".draft-offer")).to_contain_text("An older version of your text")
    write(page).press("End")
    write(page).press_sequentially("!")
    page.reload()
    expect(write(page)).to_have_value(f"{NEWER}!")
    page.get_by_text("An older version of your text is kept").click()
    expect(page.locator(".draft-offer-text")).to_have_text(OLDER)
    page.get_by_role("button", name="Use this text").click()
    expect(write(page)).to_have_value(OLDER)
    page.reload()
    expect(write(page)).to_have_value(OLDER)
    expect(page.locator(".draft-offer-text")).to_have_text(f"{NEWER}!")


def test_what_the_server_kept_last_wins_over_older_words_of_the_browser(open_page, story, rita):
    page = signed_in(open_page, rita, story.path)
    put(page, key_of(rita, story), {"value": OLDER, "at": hours_ago(page, 2)})
    answer = page.context.request.post(
        page.evaluate(f"new URL('/conversation/{story.pk}/', location).href"),
        form={"text": NEWER},
        max_redirects=0,
    )
    assert answer.status == 303
    for path in (story.path, f"/conversation/{story.pk}/"):
        page.goto(path)
        expect(write(page)).to_have_value(NEWER)
        expect(page.locator(".draft-offer-text")).to_have_text(OLDER)
    write(page).press_sequentially("!")
    page.reload()
    expect(page.locator(".draft-offer-text").first).to_have_text(re.compile("words"))
    assert OLDER in kept_in(page)


def test_two_tabs_of_one_article_keep_their_words_apart(open_page, story, rita):
    one = signed_in(open_page, rita, story.path)
    two = open_tab(one, story.path)
    write(one).press_sequentially("In tab one.")
    write(two).press_sequentially("In tab two.")
    one.reload()
    expect(write(one)).to_have_value("In tab one.")
    expect(one.locator(".draft-offer")).to_have_count(0)
    three = open_tab(one, story.path)
    expect(write(three)).to_have_value("")
    three.close()
    two.close()
    one.goto("/")
    later = open_tab(one, story.path)
    expect(write(later)).to_have_value("In tab two.")
    expect(later.locator(".draft-offer-text")).to_have_text("In tab one.")


# What was sent


def test_a_text_that_was_taken_goes_with_its_older_versions(open_page, story, rita):
    page = signed_in(open_page, rita, story.path)
    put(page, key_of(rita, story), {"value": OLDER, "at": hours_ago(page, 2), "isOld": True})
    write(page).press_sequentially(NEWER)
    page.get_by_role("button", name="Post").click()
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    expect(write(page)).to_have_value("")
    assert kept_in(page) == []


def test_a_text_that_was_refused_stays(open_page, story, rita):
    earlier = a_comment(article=story, author=rita)
    page = signed_in(open_page, rita, story.path)
    write(page).fill("x" * 5_001)
    page.get_by_role("button", name="Post").click()
    page.get_by_role("alert").wait_for()
    expect(write(page)).to_have_value("x" * 5_001)
    expect(page.locator(".draft-offer")).to_have_count(0)
    page.goto(f"/comments/{earlier.pk}/")
    page.goto(story.path)
    expect(write(page)).to_have_value("x" * 5_001)


def test_a_text_refused_by_a_closed_conversation_is_kept_and_says_so(open_page, story, rita):
    page = signed_in(open_page, rita, story.path)
    write(page).press_sequentially(OLDER)
    suspension = switch.suspend(Scope(), mode=Mode.CLOSED, cause="abuse", reason="A flood.")
    page.get_by_role("button", name="Post").click()
    expect(page.get_by_text("This browser also keeps it for a week")).to_be_visible()
    switch.lift(suspension, by=None)
    page.goto(story.path)
    expect(write(page)).to_have_value(OLDER)


def test_a_text_that_never_reached_the_server_stays(open_page, story, rita):
    page = signed_in(open_page, rita, story.path)
    write(page).press_sequentially(OLDER)
    page.route("**/conversation/**", lambda route: route.abort())
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/conversation/**")
    page.goto(story.path)
    expect(write(page)).to_have_value(OLDER)
    assert not Comment.objects.exists()


def test_a_change_of_ones_own_comment_is_kept_like_a_comment(open_page, story, rita):
    own = a_comment(article=story, author=rita, text="I crosed it.")
    page = signed_in(open_page, rita, f"/comments/{own.pk}/text/")
    expect(write(page)).to_have_value("I crosed it.")
    write(page).fill("I crossed it.")
    page.goto("/")
    page.goto(f"/comments/{own.pk}/text/")
    expect(write(page)).to_have_value("I crossed it.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    assert kept_in(page) == []


def test_a_reply_is_kept_for_the_comment_it_answers(open_page, story, rita):
    first = a_comment(article=story)
    page = signed_in(open_page, rita, story.path)
    reply = page.locator(f"#comment-{first.pk} form[data-restored] textarea")
    page.get_by_role("link", name="Reply to").click()
    reply.press_sequentially(OLDER)
    page.reload()
    expect(write(page)).to_have_value("")
    page.get_by_role("link", name="Reply to").click()
    expect(reply).to_have_value(OLDER)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("link", name="Reply to").click()
    expect(reply).to_have_value(OLDER)
    page.goto(f"/comments/{first.pk}/reply/")
    expect(write(page)).to_have_value(OLDER)


# Whatever the storage holds


DAMAGED = {
    "of an older version": ("draft:25", '{"text": "secret", "at": 1}'),
    "no JSON": ("KEY", "not json"),
    "empty": ("KEY", ""),
    "null": ("KEY", "null"),
    "a number": ("KEY", "7"),
    "a text": ("KEY", '"text"'),
    "an array": ("KEY", '[{"value": "x", "at": 1}]'),
    "no time": ("KEY", '{"value": "x"}'),
    "a time in words": ("KEY", '{"value": "x", "at": "yesterday"}'),
    "an endless time": ("KEY", '{"value": "x", "at": 1e999}'),
    "no text": ("KEY", '{"at": 1764328000000}'),
    "a text that is null": ("KEY", '{"value": null, "at": 99999999999999}'),
    "a text that is a list": ("KEY", '{"value": [1], "at": 99999999999999}'),
    "huge": ("KEY", "x" * 2_000_000),
    "more than a week old": ("KEY", '{"value": "x", "at": 1000}'),
    "a name without a place": ("draft:" + "0" * 32, '{"value": "x", "at": 99999999999999}'),
    "a name that cannot be decoded": (
        "draft:" + "0" * 32 + ":%E0%A4%A:a",
        '{"value": "x", "at": 99999999999999}',
    ),
    "an account that is none": ("draft:rita:25:a", '{"value": "x", "at": 99999999999999}'),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_entry_is_dropped_and_keeps_nothing_from_working(open_page, story, rita, damage):
    key, entry = DAMAGED[damage]
    page = signed_in(open_page, rita, "/")
    put(page, key_of(rita, story) if key == "KEY" else key, entry)
    put(page, "theme", "not json either")
    page.goto(story.path)
    expect(write(page)).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == ["theme"]
    write(page).press_sequentially(OLDER)
    page.reload()
    expect(write(page)).to_have_value(OLDER)


@pytest.mark.parametrize("entry", ["not json", "null", "7", '{"place": 1}', "[]"])
def test_a_damaged_note_of_what_was_sent_keeps_nothing_from_working(open_page, story, rita, entry):
    page = signed_in(open_page, rita, story.path)
    page.evaluate("entry => sessionStorage.setItem('draft-sent', entry)", entry)
    page.goto(story.path)
    expect(write(page)).to_have_value("")


def test_words_of_a_clock_that_was_ahead_are_kept_for_a_week_from_now(open_page, story, rita):
    page = signed_in(open_page, rita, "/")
    put(page, key_of(rita, story), {"value": OLDER, "at": hours_ago(page, -24 * 400)})
    page.goto(story.path)
    expect(write(page)).to_have_value(OLDER)
    entries = page.evaluate("Object.values(localStorage).map((entry) => JSON.parse(entry).at)")
    assert all(at <= page.evaluate("Date.now()") for at in entries)


def fill_storage(page, key):
    """Other data up to the last character that fits."""
    page.evaluate(
        """key => {
          for (let size = 1 << 22; size >= 1; size >>= 1) {
            for (;;) {
              const value = (localStorage.getItem(key) ?? "") + "x".repeat(size);
              try { localStorage.setItem(key, value) } catch { break }
            }
          }
        }""",
        key,
    )


def test_where_there_is_no_room_the_reader_is_told_and_no_other_draft_goes(open_page, story, rita):
    other = an_article()
    page = signed_in(open_page, rita, "/")
    put(page, key_of(rita, other), {"value": OLDER, "at": hours_ago(page, 1)})
    page.goto(story.path)
    fill_storage(page, "something else")
    write(page).fill(NEWER * 20)
    expect(page.get_by_role("alert")).to_contain_text("does not keep what you type")
    assert kept_in(page) == [OLDER]
    page.evaluate("localStorage.removeItem('something else')")
    write(page).press_sequentially("!")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_the_oldest_drafts_make_room(open_page, story, rita):
    others = [an_article() for _ in range(3)]
    page = signed_in(open_page, rita, "/")
    for number, other in enumerate(others):
        entry = {"value": str(number) + "x" * 5_000, "at": hours_ago(page, 10 - number)}
        put(page, key_of(rita, other), entry)
    page.goto(story.path)
    fill_storage(page, "something else")
    write(page).press_sequentially(NEWER)
    assert sorted(text[:3] for text in kept_in(page)) == ["1xx", "2xx", NEWER[:3]]
    expect(page.get_by_role("alert")).to_have_count(0)


def test_where_storage_is_refused_the_form_still_works(open_page, story, rita):
    page = signed_in(open_page, rita, "/")
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
             Object.defineProperty(window, name, {
               get() { throw new DOMException("refused", "SecurityError") }
             })"""
    )
    page.goto(story.path)
    write(page).press_sequentially(OLDER)
    expect(page.get_by_role("alert")).to_contain_text("does not keep what you type")
    page.get_by_role("button", name="Post").click()
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    assert Comment.objects.get().text == OLDER


def test_nothing_keeps_anybody_out_of_what_is_offered(
    open_page, story, rita, barriers, sideways, width_px, scheme
):
    page = open_page(story.path, width_px=width_px, scheme=scheme)
    write(page).fill(OLDER)
    page.get_by_role("button", name="Sign in and post").click()
    sign_in(page, rita, "/accounts/login/")
    page.goto("/")
    put(page, key_of(rita, story), {"value": NEWER, "at": hours_ago(page, 2)})
    put(page, key_of(rita, story, "b"), {"value": "W" * 300, "at": hours_ago(page, 3)})
    page.goto(story.path)
    expect(write(page)).to_have_value(NEWER)
    for summary in page.locator(".draft-offer summary").all():
        summary.click()
    expect(page.locator(".draft-offer")).to_have_count(2)
    assert barriers(page) == []
    assert sideways(page) == 0
