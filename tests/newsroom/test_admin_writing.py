"""What an editor may rely on at the article's form."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Redirect
from tests.builders import a_comment, a_person, a_section, an_article, an_author

pytestmark = pytest.mark.usefixtures("open_admin")


@pytest.fixture
def writer(db):
    """May write, but not publish."""
    return a_person(name="Walter Draft", group="Editors")


def form_of(article=None, **typed):
    """What a browser sends from the article's form."""
    inlines = {}
    for prefix in ("bylines", "see_also", "web_links", "placements"):
        inlines |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return {
        "headline": article.headline if article else "The old bridge reopens",
        "slug": article.slug if article else "old-bridge",
        "standfirst": "",
        "dateline": "",
        "body": article.body if article else "<p>It is open.</p>",
        "section": article.section_id if article else a_section().pk,
        "language": "en",
        "published_at_0": "",
        "published_at_1": "",
        **inlines,
        **typed,
    }


def send(client, person, article=None, **typed):
    client.force_login(person)
    address = (
        reverse("admin:articles_article_change", args=[article.pk])
        if article
        else reverse("admin:articles_article_add")
    )
    return client.post(address, form_of(article, **typed), follow=True)


def clock(moment):
    moment = timezone.localtime(moment)
    return {"published_at_0": f"{moment:%Y-%m-%d}", "published_at_1": f"{moment:%H:%M:%S}"}


def told(page):
    return [str(message) for message in page.context["messages"]]


def complaints(page):
    return {field: list(errors) for field, errors in page.context["adminform"].form.errors.items()}


def test_a_new_article_is_in_the_language_of_the_paper(editor, client, settings):
    settings.LANGUAGE_CODE = "pt-br"
    client.force_login(editor)
    page = client.get(reverse("admin:articles_article_add")).content.decode()
    assert 'name="language" value="pt-br"' in page


def test_what_is_saved_is_a_draft_until_somebody_publishes_it(client, editor):
    send(client, editor)
    assert Article.objects.get().state == Article.State.DRAFT


def test_published_without_a_time_is_published_now(client, editor):
    before = timezone.now()
    page = send(client, editor, _publish="1")
    article = Article.objects.get()
    assert article.is_public(timezone.now())
    assert before <= article.published_at
    assert told(page)[0].startswith("Published.")


def test_published_with_a_time_to_come_waits_until_then(client, editor):
    later = timezone.now() + timedelta(days=2)
    page = send(client, editor, _publish="1", **clock(later))
    article = Article.objects.get()
    assert not article.is_public(timezone.now())
    assert article.is_public(later)
    assert told(page)[0].startswith("Scheduled: it goes out on ")


def test_taken_back_it_is_a_draft_that_keeps_its_address(client, editor, article):
    path = article.path
    page = send(client, editor, article, _take_back="1", **clock(article.published_at))
    article = Article.objects.get()
    assert (article.state, article.path) == (Article.State.DRAFT, path)
    assert told(page) == ["Taken back: readers no longer find it. Its address stays its own."]


def test_nothing_is_published_without_a_text_and_the_field_says_so(client, editor):
    page = send(client, editor, body="", _publish="1")
    assert complaints(page) == {"body": ["There is nothing to publish yet: write the text first."]}
    assert not Article.objects.exists()


def test_what_readers_know_is_not_moved_into_the_future_by_accident(client, editor, article):
    page = send(client, editor, article, **clock(timezone.now() + timedelta(days=1)))
    assert list(complaints(page)) == ["published_at"]
    assert Article.objects.get().is_public(timezone.now())


def test_a_published_article_needs_its_time(client, editor, article):
    page = send(client, editor, article, published_at_0="", published_at_1="")
    assert complaints(page) == {"published_at": ["A published article needs a publication time."]}


def test_two_articles_of_a_day_do_not_share_an_address(client, editor, article):
    page = send(client, editor, slug=article.slug, _publish="1", **clock(article.published_at))
    assert complaints(page) == {
        "slug": ["Another article of that day has this slug. Change one of the two."]
    }


def test_a_new_article_does_not_take_an_address_that_leads_to_another(client, editor, article):
    old_path, old_slug, published = article.path, article.slug, clock(article.published_at)
    send(client, editor, article, slug="a-better-one", **published)
    page = send(client, editor, slug=old_slug, _publish="1", **published)
    assert complaints(page) == {
        "slug": [
            f"“{article.headline}” had this slug before: old links lead there. Choose another."
        ]
    }
    assert client.get(old_path)["Location"].endswith("/a-better-one/")


def test_an_article_may_have_its_own_earlier_slug_again(client, editor, article):
    old_path, old_slug, published = article.path, article.slug, clock(article.published_at)
    send(client, editor, article, slug="a-better-one", **published)
    send(client, editor, Article.objects.get(), slug=old_slug, **published)
    assert client.get(old_path).status_code == 200
    assert client.get(old_path.replace(old_slug, "a-better-one"))["Location"] == old_path


def test_a_changed_slug_tells_that_the_old_address_keeps_working(client, editor, article):
    old = article.path
    page = send(client, editor, article, slug="a-better-one", **clock(article.published_at))
    assert Redirect.objects.get().path == old
    assert told(page)[0] == (
        f"The address is now {Article.objects.get().path}. The old one, {old}, keeps working: "
        "it leads here."
    )


def test_who_may_not_publish_writes_drafts_and_is_told_who_will(client, writer):
    page = send(client, writer, _publish="1")
    assert complaints(page) == {
        "__all__": ["You may write drafts. Save it, and a colleague will publish it."]
    }
    send(client, writer)
    assert Article.objects.get().state == Article.State.DRAFT


def test_who_may_not_publish_finds_no_button_for_it(client, writer, editor):
    draft = an_article(state=Article.State.DRAFT)
    address = reverse("admin:articles_article_change", args=[draft.pk])
    client.force_login(writer)
    assert b'name="_publish"' not in client.get(address).content
    client.force_login(editor)
    assert b'name="_publish"' in client.get(address).content


@pytest.mark.parametrize("button", ["_save", "_take_back", "_publish"])
def test_who_may_not_publish_changes_nothing_that_readers_see(client, writer, article, button):
    page = send(client, writer, article, headline="Something else", **{button: "1"})
    assert page.status_code == 403
    assert Article.objects.get().headline == "The old bridge reopens"


def test_rows_without_a_number_go_to_the_end(client, editor):
    first, second, third = (an_author(name=name) for name in "ABC")
    send(
        client,
        editor,
        **{
            "bylines-TOTAL_FORMS": 3,
            "bylines-0-author": third.pk,
            "bylines-0-position": "",
            "bylines-1-author": second.pk,
            "bylines-1-position": "2",
            "bylines-2-author": first.pk,
            "bylines-2-position": "1",
        },
    )
    written = Article.objects.get().bylines.select_related("author")
    assert [byline.author.name for byline in written] == ["A", "B", "C"]


def see_also(*articles):
    rows = {f"see_also-{number}-related": related.pk for number, related in enumerate(articles)} | {
        f"see_also-{number}-position": "" for number in range(len(articles))
    }
    return {"see_also-TOTAL_FORMS": len(articles), **rows}


def test_see_also_keeps_the_editors_order(client, editor, article):
    one, two = an_article(), an_article()
    send(client, editor, article, **see_also(two, one), **clock(article.published_at))
    assert [row.related for row in article.see_also.all()] == [two, one]


def test_an_article_is_not_related_to_itself_nor_twice_to_another(client, editor, article):
    other = an_article()
    for chosen in ([article], [other, other]):
        page = send(client, editor, article, **see_also(*chosen), **clock(article.published_at))
        assert page.status_code == 200
        assert page.context["errors"]
    assert not article.see_also.exists()


def test_more_than_five_related_stories_are_too_many(client, editor, article):
    related = [an_article() for _ in range(6)]
    page = send(client, editor, article, **see_also(*related), **clock(article.published_at))
    assert "Choose at most 5 related stories." in page.content.decode()


def test_an_article_that_others_hang_on_is_not_deleted_but_may_be_taken_back(
    client, editor, article, something_that_hangs_on_it
):
    client.force_login(editor)
    address = reverse("admin:articles_article_delete", args=[article.pk])
    page = client.post(address, {"post": "yes"}, follow=True)
    assert Article.objects.filter(pk=article.pk).exists()
    assert "Take it back instead" in told(page)[0]


def test_an_article_that_nothing_hangs_on_can_be_deleted(client, editor, article):
    client.force_login(editor)
    client.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
    assert not Article.objects.exists()


@pytest.mark.parametrize("stage", ["draft", "scheduled", "published"])
def test_the_list_is_narrowed_by_stage(client, editor, stage):
    articles = {
        "draft": an_article(state=Article.State.DRAFT),
        "scheduled": an_article(published_at=timezone.now() + timedelta(days=1)),
        "published": an_article(),
    }
    client.force_login(editor)
    page = client.get(reverse("admin:articles_article_changelist"), {"stage": stage})
    assert list(page.context["cl"].result_list) == [articles[stage]]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_for_one_article_and_for_three(
    client, editor, number, django_assert_num_queries
):
    for _ in range(number):
        an_article(authors=(an_author(),))
    client.force_login(editor)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("admin:articles_article_changelist"))


LIST_QUERIES = 15


def test_who_may_not_see_articles_finds_none_by_their_name(client, moderator, reader):
    an_article(headline="A secret plan", state=Article.State.DRAFT)
    address = reverse("admin:autocomplete")
    asked = {
        "app_label": "articles",
        "model_name": "seealso",
        "field_name": "related",
        "term": "secret",
    }
    for person, status in ((moderator, 403), (reader, 302)):
        client.force_login(person)
        page = client.get(address, asked)
        assert (page.status_code, b"secret" in page.content) == (status, False)


@pytest.fixture
def something_that_hangs_on_it(article):
    return a_comment(article=article)
