"""Two editors at one article, as they see it."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.back_office import signed_in
from tests.builders import a_demo_paper, a_person, an_article

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(live_server):
    a_demo_paper()
    return an_article(headline="The old bridge reopens", state=Article.State.DRAFT)


def editor(name):
    return a_person(name=name, group="Editors")


def test_a_window_that_comes_into_sight_names_who_came_meanwhile(open_page, draft):
    path = f"/admin/articles/article/{draft.pk}/change/"
    first = signed_in(open_page, editor("Edith Quill"), path)
    signed_in(open_page, editor("Colin League"), path)
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(first.get_by_role("status").filter(has_text="Colin League, since")).to_be_visible()


@pytest.mark.parametrize(("width", "columns"), [(1280, 2), (390, 1)])
def test_both_texts_stand_side_by_side_or_one_below_the_other(open_page, draft, width, columns):
    path = f"/admin/articles/article/{draft.pk}/change/"
    page = signed_in(
        open_page, editor("Edith Quill"), path, width_px=width, javascript=columns == 2
    )
    draft.headline = "Changed meanwhile"
    draft.save(update_fields=["headline"])
    page.fill("#id_headline", "Changed here")
    page.click("[name=_save]")
    page.locator(".conflict-side").first.wait_for()
    sides = [side.bounding_box() for side in page.locator(".conflict-side").all()]
    assert len({round(side["x"]) for side in sides}) == columns
    assert page.locator(".conflict input:checked").count() == 0
    page.get_by_label("Use mine").check()
    page.click("[name=_save]")
    expect(page).to_have_title(re.compile("Select article to change"))
    assert Article.objects.get().headline == "Changed here"
