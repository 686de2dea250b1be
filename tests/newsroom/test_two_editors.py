"""Two people have one form open: what one of them saved is never lost without a choice."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from articles.models import Article, Author, Byline, Placement, Section, SeeAlso
from newsroom.models import Masthead
from tests.builders import a_person, a_topic, an_article, an_author
from tests.sent_forms import form_with

pytestmark = pytest.mark.usefixtures("open_admin")


@pytest.fixture
def colleague(db):
    person = a_person(name="Colin League", group="Editors")
    person.groups.add(*a_person(group="Publishers").groups.all())
    return person


class Editor:
    """Somebody at the form of a row of the admin, in a browser of their own."""

    def __init__(self, person, row, field="headline"):
        self.client, self.field = Client(), field
        self.client.force_login(person)
        name = row._meta.label_lower.replace(".", "_")
        self.address = reverse(f"admin:{name}_change", args=[row.pk])
        self.delete_address = reverse(f"admin:{name}_delete", args=[row.pk])
        self.read(self.client.get(self.address))

    def read(self, page):
        self.page = page
        if page.status_code == 200:
            self.form = form_with(page, self.field)

    def save(self, **typed):
        self.read(self.client.post(self.address, self.form.typed(**typed)))
        return self.page

    @property
    def is_saved(self):
        return self.page.status_code == 302

    @property
    def conflicts(self):
        return {each.label: each for each in self.page.context["conflicts"]}


@pytest.fixture
def two(editor, colleague, article):
    """Both have the article open."""
    return Editor(editor, article), Editor(colleague, article)


def test_the_second_of_two_does_not_overwrite_the_first(two):
    one, other = two
    one.save(headline="Bridge opens at last")
    page = other.save(headline="Old bridge open again")
    assert not other.is_saved
    assert Article.objects.get().headline == "Bridge opens at last"
    assert other.form.data["headline"] == "Old bridge open again"
    assert "Edith Quill" in page.content.decode()
    shown = page.content.decode()
    assert "<mark>last</mark>" in shown
    assert "<mark>Old</mark>" in shown


def test_nothing_is_chosen_beforehand(two):
    one, other = two
    one.save(headline="Bridge opens at last")
    other.save(headline="Old bridge open again")
    assert "choice-headline" not in other.form.data
    other.save()
    assert not other.is_saved
    assert Article.objects.get().headline == "Bridge opens at last"


@pytest.mark.parametrize(
    ("choice", "stands"), [("theirs", "Bridge opens at last"), ("mine", "Old bridge open again")]
)
def test_what_was_chosen_stands(two, choice, stands):
    one, other = two
    one.save(headline="Bridge opens at last")
    other.save(headline="Old bridge open again", standfirst="After a year.")
    other.save(**{"choice-headline": choice})
    assert other.is_saved
    article = Article.objects.get()
    assert (article.headline, article.standfirst) == (stands, "After a year.")


def test_what_only_the_other_changed_is_not_undone_by_the_second(two):
    one, other = two
    one.save(body="<p>The first word.</p>")
    other.save(headline="Old bridge open again")
    assert list(other.conflicts) == ["Body"]
    assert other.conflicts["Body"].is_mine_changed is False
    assert "You had not changed this." in other.page.content.decode()
    other.save(**{"choice-body": "theirs"})
    article = Article.objects.get()
    assert (article.body, article.headline) == ("<p>The first word.</p>", "Old bridge open again")


def test_a_third_save_in_between_asks_again(two, editor, article):
    one, other = two
    one.save(headline="Bridge opens at last")
    other.save(headline="Old bridge open again")
    Editor(editor, article).save(headline="Bridge opens, they say")
    other.save(**{"choice-headline": "mine"})
    assert not other.is_saved
    assert Article.objects.get().headline == "Bridge opens, they say"
    other.save(**{"choice-headline": "mine"})
    assert Article.objects.get().headline == "Old bridge open again"


@pytest.mark.parametrize("button", ["_publish", "_take_back", "_continue"])
def test_no_button_passes_it_by(two, button):
    one, other = two
    one.save(headline="Bridge opens at last")
    other.save(headline="Old bridge open again", **{button: "1"})
    assert not other.is_saved
    article = Article.objects.get()
    assert (article.headline, article.state) == ("Bridge opens at last", Article.State.PUBLISHED)


def test_the_same_change_by_both_is_no_conflict(two):
    one, other = two
    one.save(headline="Bridge opens at last")
    other.save(headline="Bridge opens at last")
    assert other.is_saved


def test_ones_own_other_window_is_named_so(editor, article):
    one, other = Editor(editor, article), Editor(editor, article)
    one.save(headline="Bridge opens at last")
    other.save(headline="Old bridge open again")
    assert "You, in another window" in other.page.content.decode()


def test_a_save_that_failed_does_not_forget_when_the_form_was_opened(two):
    one, other = two
    other.save(headline="")
    one.save(headline="Bridge opens at last")
    other.save(headline="Old bridge open again")
    assert not other.is_saved
    assert Article.objects.get().headline == "Bridge opens at last"


def test_topics_chosen_by_the_other_are_a_conflict_too(two):
    one, other = two
    one.save(topics=[a_topic(name="Bridges").pk])
    other.save(topics=[a_topic(name="Rivers").pk])
    assert list(other.conflicts) == ["Topics"]
    assert "Bridges" in other.conflicts["Topics"].theirs


def test_an_article_changed_by_other_means_is_a_conflict(two):
    other = two[1]
    article = Article.objects.get()
    article.headline = "Corrected by an import"
    article.save(update_fields=["headline"])
    other.save(headline="Old bridge open again")
    assert not other.is_saved
    assert "by other means than this form" in other.page.content.decode()


def test_the_version_counts_every_save_and_alone_betrays_an_old_form(two, client, editor):
    one, other = two
    assert one.form.data["version"] == "1"
    one.save(headline="Bridge opens at last")
    assert Article.objects.get().version == 2
    typed = other.form.typed(headline="Old bridge open again")
    del typed["opened_with"]
    page = other.client.post(other.address, typed)
    assert page.status_code == 200
    assert Article.objects.get().headline == "Bridge opens at last"


# What hangs on the article


def byline(author, number=0, **more):
    rows = {f"bylines-{number}-author": author.pk, f"bylines-{number}-position": ""}
    return {"bylines-TOTAL_FORMS": number + 1, **rows, **more}


def bylines():
    return {each.author.name for each in Byline.objects.select_related("author")}


@pytest.mark.parametrize(
    ("choice", "left"), [("theirs", {"Jane Doe", "Omar Haddad"}), ("mine", {"Omar Haddad"})]
)
def test_a_byline_added_by_the_other_stays_unless_one_says_otherwise(two, choice, left):
    one, other = two
    one.save(**byline(an_author(name="Jane Doe")))
    other.save(**byline(an_author(name="Omar Haddad")))
    assert not other.is_saved
    assert bylines() == {"Jane Doe"}
    row = Byline.objects.get()
    assert "Jane Doe" in other.page.content.decode()
    other.save(**{f"choice-bylines-{row.pk}": choice})
    assert other.is_saved
    assert bylines() == left


@pytest.mark.parametrize(("choice", "left"), [("theirs", set()), ("mine", {"Jane Doe"})])
def test_a_byline_removed_by_the_other_is_gone_or_put_back(
    article, editor, colleague, choice, left
):
    row = Byline.objects.create(article=article, author=an_author(name="Jane Doe"))
    one, other = Editor(editor, article), Editor(colleague, article)
    one.save(**{"bylines-0-DELETE": "on"})
    assert one.is_saved
    other.save(headline="Old bridge open again")
    assert not other.is_saved
    assert "Jane Doe" in other.page.content.decode()
    assert other.form.data["bylines-0-author"] == str(row.author_id)
    other.save(**{f"choice-bylines-{row.pk}": choice})
    assert other.is_saved
    assert bylines() == left


@pytest.mark.parametrize(("choice", "left"), [("theirs", 3), ("mine", 7)])
def test_a_row_changed_by_both_is_chosen(article, editor, colleague, choice, left):
    row = SeeAlso.objects.create(article=article, related=an_article(), position=1)
    one, other = Editor(editor, article), Editor(colleague, article)
    one.save(**{"see_also-0-position": 3})
    other.save(**{"see_also-0-position": 7})
    assert not other.is_saved
    other.save(**{f"choice-see_also-{row.pk}": choice})
    assert SeeAlso.objects.get().position == left


def test_a_placement_changed_on_its_own_page_is_seen_from_the_article(article, editor, colleague):
    row = Placement.objects.create(article=article, slot="second", position=1)
    other = Editor(colleague, article)
    Editor(editor, row, "slot").save(position=4)
    other.save(**{"placements-0-position": 9})
    assert not other.is_saved
    assert Placement.objects.get().position == 4


def test_of_a_row_that_both_removed_nothing_is_asked(article, editor, colleague):
    Byline.objects.create(article=article, author=an_author(name="Jane Doe"))
    one, other = Editor(editor, article), Editor(colleague, article)
    one.save(**{"bylines-0-DELETE": "on"})
    other.save(**{"bylines-0-DELETE": "on"})
    assert other.is_saved


# Elsewhere


def test_the_masthead_is_not_overwritten_either(editor, administrator):
    masthead = Masthead.objects.get()
    one, other = (Editor(each, masthead, "tagline") for each in (editor, administrator))
    one.save(tagline="All the news")
    other.save(tagline="Every day")
    assert not other.is_saved
    assert Masthead.objects.get().tagline == "All the news"
    assert other.form.data["tagline"] == "Every day"
    other.save(**{"choice-tagline": "mine"})
    assert Masthead.objects.get().tagline == "Every day"


def test_nor_is_an_author(editor, colleague):
    author = an_author(name="Jane Doe")
    one, other = (Editor(each, author, "biography") for each in (editor, colleague))
    one.save(biography="Born by the river.")
    other.save(name="Jane M. Doe")
    assert not other.is_saved
    assert Author.objects.get().name == "Jane Doe"


def test_what_was_changed_meanwhile_is_not_deleted(two):
    one, other = two
    question = other.client.get(other.delete_address)
    one.save(headline="Bridge opens at last")
    answer = other.client.post(other.delete_address, form_with(question, "post").data, follow=True)
    assert Article.objects.exists()
    assert "Edith Quill changed it" in answer.content.decode()
    question = form_with(answer, "post")
    other.client.post(other.delete_address, question.data)
    assert not Article.objects.exists()


def test_a_list_that_is_edited_does_not_overwrite(editor, colleague):
    section = Section.objects.create(name="City", slug="city", position=1)
    address = reverse("admin:articles_section_changelist")
    clients = Client(), Client()
    for client, person in zip(clients, (editor, colleague), strict=True):
        client.force_login(person)
    forms = [form_with(client.get(address), "form-0-position") for client in clients]
    clients[0].post(address, forms[0].typed(**{"form-0-position": 2, "_save": "Save"}))
    page = clients[1].post(address, forms[1].typed(**{"form-0-position": 3, "_save": "Save"}))
    section.refresh_from_db()
    assert section.position == 2
    assert "2" in page.context["cl"].formset.forms[0].errors["position"][0]
    again = form_with(page, "form-0-position")
    assert again.data["form-0-position"] == "3"
    clients[1].post(address, again.typed(_save="Save"))
    section.refresh_from_db()
    assert section.position == 3


def test_the_line_ends_of_a_browser_are_no_change(editor, article):
    Article.objects.update(body="<p>One.</p>\n<p>Two.</p>")
    one = Editor(editor, article)
    body = one.form.data["body"].replace("\n", "\r\n")

    one.save(standfirst="After a year.", body=body)

    assert LogEntry.objects.get().get_change_message() == "Changed Standfirst."
    assert Article.objects.get().body == "<p>One.</p>\n<p>Two.</p>"
