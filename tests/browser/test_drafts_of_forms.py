"""What staff type in a form of the admin comes back after a closed tab, when they ask for it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from articles.models import Article, Byline
from comments.models import HouseRule, Suspension
from newsroom.models import Masthead
from tests.browser.back_office import choose, signed_in, told, write_body
from tests.builders import a_person, a_section, an_article, an_author

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]

NEW = "/admin/articles/article/add/"


def restored(page):
    """The page when it has looked for what the browser keeps."""
    page.locator("[data-draft-form][data-restored]").wait_for(state="attached")
    return page


def offer(page):
    return restored(page).locator(".form-draft-offer")


def values_kept(page):
    entries = page.evaluate(
        "Object.entries(localStorage).filter(([key]) => key.startsWith('draft:')).map(([, e]) => e)"
    )
    return [json.loads(entry)["value"] for entry in entries]


def wait_until_kept(page, words):
    page.wait_for_function(
        "words => Object.values(localStorage).some((entry) => entry.includes(words))", arg=words
    )


def leave(page, path="/admin/"):
    """Go elsewhere, and return what the browser asks first."""
    asked = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.once("dialog", answer)
    page.goto(path)
    page.remove_listener("dialog", answer) if not asked else None
    return asked


def body(page):
    return page.locator(".prose-editor .ProseMirror[contenteditable]").first


def test_a_new_article_that_was_left_is_offered_and_comes_back_whole(open_page, editor):
    section = a_section(name="Harbour")
    authors = [an_author(name="Mara Lind"), an_author(name="Omar Haddad")]
    page = signed_in(open_page, editor, NEW)
    restored(page)
    page.fill("#id_headline", "The harbour is empty")
    page.fill("#id_standfirst", "Nobody saw them leave.")
    page.fill("#id_dateline", "ALLARD")
    page.select_option("#id_section", label="Harbour")
    write_body(page, "Nobody knows why.", "They left first.")
    for row, author in enumerate(authors):
        if not page.locator(f"#id_bylines-{row}-author").count():
            page.locator("#bylines-group .add-row a").click()
        choose(page, f"id_bylines-{row}-author", author.name)
    wait_until_kept(page, "Omar Haddad")
    assert leave(page) == ["beforeunload"]

    page.goto(NEW)
    expect(offer(page)).to_contain_text("This browser has kept changes that were not saved")
    expect(page.locator("#id_headline")).to_have_value("")
    offer(page).get_by_role("button", name="Restore them").click()
    expect(body(page)).to_contain_text("They left first.")
    page.click("[name=_save]")
    assert "was added successfully" in told(page)[0]
    article = Article.objects.get()
    assert article.headline == "The harbour is empty"
    assert article.standfirst == "Nobody saw them leave."
    assert article.dateline == "ALLARD"
    assert article.slug == "the-harbour-is-empty"
    assert article.section == section
    assert article.body == "<p>Nobody knows why.</p><p>They left first.</p>"
    assert list(Byline.objects.values_list("author__name", flat=True)) == [
        "Mara Lind",
        "Omar Haddad",
    ]
    assert values_kept(page) == []
    page.goto(NEW)
    expect(offer(page)).to_have_count(0)


def test_a_form_nobody_has_changed_asks_and_keeps_nothing(open_page, editor):
    article = an_article(body="<p>One.</p><p>Two</p>")
    page = signed_in(open_page, editor, f"/admin/articles/article/{article.pk}/change/")
    restored(page)
    body(page).click()
    page.locator("#id_headline").click()
    assert leave(page) == []
    assert values_kept(page) == []


def test_what_was_changed_and_changed_back_is_not_asked_for(open_page, editor):
    article = an_article(headline="The harbour")
    page = signed_in(open_page, editor, f"/admin/articles/article/{article.pk}/change/")
    restored(page)
    page.fill("#id_headline", "The harbours")
    wait_until_kept(page, "The harbours")
    page.fill("#id_headline", "The harbour")
    assert leave(page) == []
    assert values_kept(page) == []


def test_a_change_can_be_discarded(open_page, editor):
    article = an_article(headline="The harbour")
    path = f"/admin/articles/article/{article.pk}/change/"
    page = signed_in(open_page, editor, path)
    restored(page)
    write_body(page, "Added. ")
    assert leave(page) == ["beforeunload"]
    page.goto(path)
    offer(page).get_by_role("button", name="Discard them").click()
    expect(offer(page)).to_have_count(0)
    assert values_kept(page) == []
    page.reload()
    expect(offer(page)).to_have_count(0)


def test_typing_without_choosing_destroys_nothing_that_was_offered(open_page, editor):
    article = an_article(headline="The harbour")
    path = f"/admin/articles/article/{article.pk}/change/"
    page = signed_in(open_page, editor, path)
    restored(page)
    page.fill("#id_standfirst", "First thoughts.")
    assert leave(page) == ["beforeunload"]
    page.goto(path)
    expect(offer(page)).to_have_count(1)
    page.fill("#id_standfirst", "Second thoughts.")
    assert leave(page) == ["beforeunload"]
    page.goto(path)
    expect(offer(page)).to_have_count(2)
    offer(page).nth(1).get_by_role("button", name="Restore them").click()
    expect(page.locator("#id_standfirst")).to_have_value("First thoughts.")


def test_a_refused_form_is_still_unsaved(open_page, editor):
    page = signed_in(open_page, editor, NEW)
    restored(page)
    page.fill("#id_headline", "Without a section")
    page.click("[name=_save]")
    page.locator(".errornote").wait_for()
    expect(offer(page)).to_have_count(0)
    assert leave(page, NEW) == ["beforeunload"]
    offer(page).get_by_role("button", name="Restore them").click()
    expect(page.locator("#id_headline")).to_have_value("Without a section")


def test_a_form_that_never_reached_the_server_is_kept(open_page, editor):
    article = an_article(headline="The harbour")
    path = f"/admin/articles/article/{article.pk}/change/"
    page = signed_in(open_page, editor, path)
    restored(page)
    page.fill("#id_standfirst", "Typed on a train.")
    page.route("**/change/", lambda route: route.abort())
    page.click("[name=_save]")
    page.wait_for_url("chrome-error://**")
    page.unroute("**/change/")
    page.goto(path)
    offer(page).get_by_role("button", name="Restore them").click()
    expect(page.locator("#id_standfirst")).to_have_value("Typed on a train.")


def test_save_and_continue_is_a_save(open_page, editor):
    article = an_article(headline="The harbour")
    page = signed_in(open_page, editor, f"/admin/articles/article/{article.pk}/change/")
    restored(page)
    page.fill("#id_standfirst", "Nobody saw them leave.")
    page.click("[name=_continue]")
    assert "was changed successfully" in told(page)[0]
    expect(offer(page)).to_have_count(0)
    assert values_kept(page) == []
    assert leave(page) == []


def test_who_restores_is_told_that_a_colleague_has_saved_since(open_page, editor):
    article = an_article(headline="The harbour")
    path = f"/admin/articles/article/{article.pk}/change/"
    page = signed_in(open_page, editor, path)
    restored(page)
    page.fill("#id_standfirst", "Mine.")
    leave(page)
    page.goto(path)
    expect(offer(page)).not_to_contain_text(
        "The saved text has changed since then", use_inner_text=True
    )
    Article.objects.filter(pk=article.pk).update(standfirst="A colleague's.")
    page.goto(path)
    expect(offer(page)).to_contain_text(
        "The saved text has changed since then", use_inner_text=True
    )


def test_a_form_of_a_colleague_at_the_same_browser_is_not_shown(open_page, editor):
    page = signed_in(open_page, editor, NEW)
    restored(page)
    page.fill("#id_headline", "Nobody else's business")
    wait_until_kept(page, "business")
    colleague = a_person(name="Nell Second", is_staff=True, is_superuser=True)
    other = signed_in(open_page, colleague, NEW)
    assert other.context != page.context
    storage = page.evaluate("JSON.stringify(localStorage)")
    other.evaluate(
        "all => { for (const [key, entry] of Object.entries(JSON.parse(all)))"
        " localStorage.setItem(key, entry) }",
        storage,
    )
    other.goto(NEW)
    expect(offer(other)).to_have_count(0)


def test_signing_out_removes_what_was_typed(open_page, editor):
    page = signed_in(open_page, editor, NEW)
    restored(page)
    page.fill("#id_headline", "Nobody else's business")
    wait_until_kept(page, "business")
    leave(page)
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("link", name="Sign in").wait_for()
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('draft:'))"
    )


@pytest.mark.parametrize(
    "value", ["{}", "[]", '"a comment"', '{"fields": {"headline": 7}}', "null", "not json"]
)
def test_a_damaged_entry_is_dropped(open_page, editor, value):
    page = signed_in(open_page, editor, "/admin/")
    entry = f'{{"at": 99999999999999, "value": {value}}}'
    key = f"draft:{editor.draft_key}:{NEW.replace('/', '%2F')}:a"
    page.evaluate("([key, entry]) => localStorage.setItem(key, entry)", [key, entry])
    page.goto(NEW)
    expect(offer(page)).to_have_count(0)
    assert page.evaluate("key => localStorage.getItem(key)", key) is None


def test_nothing_is_kept_of_passwords_and_tokens(open_page, editor):
    article = an_article(headline="The harbour")
    page = signed_in(open_page, editor, f"/admin/articles/article/{article.pk}/change/")
    restored(page)
    page.evaluate(
        """() => {
          const field = Object.assign(document.createElement("input"), {
            type: "password", name: "secret", value: "correct horse" });
          document.querySelector("#article_form").append(field);
        }"""
    )
    page.fill("#id_standfirst", "Nobody saw them leave.")
    wait_until_kept(page, "Nobody saw")
    token = page.locator("#article_form [name=csrfmiddlewaretoken]").input_value()
    (entry,) = values_kept(page)
    assert token not in json.dumps(entry)
    assert "correct horse" not in json.dumps(entry)


def test_the_masthead_and_the_house_rules_are_kept_too(open_page, administrator):
    rule = HouseRule.objects.first()
    masthead = Masthead.objects.get()
    for path, field in (
        (f"/admin/newsroom/masthead/{masthead.pk}/change/", "tagline"),
        (f"/admin/comments/houserule/{rule.pk}/change/", "rule"),
    ):
        page = signed_in(open_page, administrator, path)
        restored(page)
        page.fill(f"#id_{field}", "Something new")
        assert leave(page) == ["beforeunload"]
        page.goto(path)
        offer(page).get_by_role("button", name="Restore them").click()
        expect(page.locator(f"#id_{field}")).to_have_value("Something new")


def test_enter_which_sends_nothing_does_not_count_as_sending(open_page, administrator):
    rule = HouseRule.objects.first()
    page = signed_in(open_page, administrator, f"/admin/comments/houserule/{rule.pk}/change/")
    restored(page)
    page.fill("#id_rule", "Something new")
    page.locator("#houserule_form input[type=checkbox]").first.press("Enter")
    assert leave(page) == ["beforeunload"]
    assert [value["fields"]["rule"] for value in values_kept(page)] == [["Something new"]]


def test_a_notice_on_the_switchboard_is_kept_until_commenting_is_suspended(
    open_page, administrator
):
    an_article()
    page = signed_in(open_page, administrator, "/admin/switchboard/suspension/")
    restored(page)
    page.fill("#id_reason", "A flood of spam.")
    page.fill("#id_notice_title", "Our moderators sleep")
    assert leave(page) == ["beforeunload"]
    page.goto("/admin/switchboard/suspension/")
    offer(page).get_by_role("button", name="Restore them").click()
    expect(page.locator("#id_notice_title")).to_have_value("Our moderators sleep")
    page.get_by_role("button", name="Look at it as the reader will").click()
    page.get_by_text("Nothing has happened yet.").wait_for()
    assert len(values_kept(page)) == 1
    page.get_by_role("button", name="Suspend commenting").click()
    page.locator(".messagelist .success").wait_for()
    page.wait_for_load_state()  # the page's scripts have run
    assert Suspension.objects.get().notice_title == "Our moderators sleep"
    assert values_kept(page) == []


def test_restoring_over_what_a_colleague_has_saved_is_a_conflict(open_page, editor):
    article = an_article(headline="The harbour", standfirst="As it was.")
    path = f"/admin/articles/article/{article.pk}/change/"
    page = signed_in(open_page, editor, path)
    restored(page)
    page.fill("#id_standfirst", "Mine.")
    assert leave(page) == ["beforeunload"]
    Article.objects.filter(pk=article.pk).update(standfirst="A colleague's.")
    page.goto(path)
    offer(page).get_by_role("button", name="Restore them").click()
    page.click("[name=_save]")
    page.locator(".errornote, [class*=conflict]").first.wait_for()
    article.refresh_from_db()
    assert article.standfirst == "A colleague's."
    assert len(values_kept(page)) == 1
    expect(offer(page)).to_have_count(0)
