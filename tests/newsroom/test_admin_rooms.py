"""Who finds what in the back office, and who may do what there."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.admin import site
from django.urls import reverse
from django.utils import timezone

from newsroom.admin import ROOMS
from newsroom.models import DemoPaper
from tests.builders import a_comment, a_person, an_article

pytestmark = pytest.mark.usefixtures("open_admin")

CONVERSATION = {
    "The conversation": [
        "Comments", "Reports", "Sanctions", "Threads", "Suspensions", "Commenting hours",
        "Closing ages",
    ],
    "The rules of the conversation": [
        "Checks", "Words", "Domains", "Networks", "Mail domains", "House rules",
        "Ladder of sanctions",
    ],
}  # fmt: skip
PAPER = [
    "Articles", "Placements", "Images", "Authors", "Sections", "Topics", "Links from the web",
    "Redirects", "Removed pictures",
]  # fmt: skip


def rooms(client, person):
    client.force_login(person)
    found = client.get(reverse("admin:index")).context["app_list"]
    return {room["name"]: [entry["name"] for entry in room["models"]] for room in found}


def test_a_moderator_finds_the_conversation(client, moderator):
    assert rooms(client, moderator) == CONVERSATION


def test_an_editor_finds_the_paper_and_if_he_may_publish_the_masthead(client, editor, db):
    assert rooms(client, editor) == {"The paper": PAPER, "Masthead": ["Masthead"]}
    assert rooms(client, a_person(group="Editors")) == {"The paper": PAPER}


def test_an_administrator_finds_everything_in_the_order_of_the_rooms(client, administrator):
    assert list(rooms(client, administrator)) == list(ROOMS)


ALLOWED = {
    "Moderators": {"Comment", "Report", "Sanction", "Suspension", "CommentingHours", "ClosingAge",
                   "Thread", "Limit", "Word", "Domain", "Network", "MailDomain", "HouseRule",
                   "LadderStep"},
    "Editors": {"Article", "Placement", "Image", "Author", "Section", "Topic", "WebLink",
                "Redirect", "RemovedPicture"},
    "Publishers": {"Article", "Placement", "Image", "Author", "Section", "Topic", "WebLink",
                   "Redirect", "RemovedPicture", "Masthead"},
}  # fmt: skip


@pytest.mark.parametrize("group", ["Moderators", "Editors", "Publishers"])
def test_each_list_opens_to_its_people_and_to_nobody_else(client, editor, group, db):
    person = editor if group == "Publishers" else a_person(group=group)
    client.force_login(person)
    opened = set()
    for model in site._registry:
        name = model._meta.label_lower.replace(".", "_")
        page = client.get(reverse(f"admin:{name}_changelist"), follow=True)
        opened |= {model.__name__} if page.status_code == 200 else set()
    assert opened == ALLOWED[group]


def test_a_reader_finds_no_list_at_all(client, reader):
    client.force_login(reader)
    for model in site._registry:
        name = model._meta.label_lower.replace(".", "_")
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 302


def test_an_editor_cannot_decide_on_comments(client, editor, article):
    comment = a_comment(article=article)
    client.force_login(editor)
    address = reverse("admin:comments_comment_decisions", args=[comment.pk])
    assert client.post(address, {"verb": "spam"}).status_code == 403
    listed = reverse("admin:comments_comment_changelist")
    assert (
        client.post(listed, {"action": "spam", "_selected_action": comment.pk}).status_code == 403
    )
    comment.refresh_from_db()
    assert comment.is_published


def test_a_moderator_cannot_touch_articles(client, moderator):
    article = an_article()
    client.force_login(moderator)
    for page in ("change", "delete"):
        address = reverse(f"admin:articles_article_{page}", args=[article.pk])
        assert client.get(address).status_code == 403
        assert client.post(address, {"post": "yes", "headline": "x"}).status_code == 403
    assert client.get(reverse("admin:articles_article_add")).status_code == 403


@pytest.mark.parametrize("name", ["comment", "report", "suspension"])
def test_what_people_did_is_neither_added_nor_changed_nor_deleted_by_hand(
    client, administrator, article, name
):
    comment = a_comment(article=article)
    client.force_login(administrator)
    assert client.get(reverse(f"admin:comments_{name}_add")).status_code == 403
    if name == "comment":
        there = [comment.pk]
        assert client.post(reverse("admin:comments_comment_delete", args=there)).status_code == 403
        changed = {"text": "Something else", "said": "Something else"}
        change = reverse("admin:comments_comment_change", args=there)
        assert client.post(change, changed).status_code == 403
        comment.refresh_from_db()
        assert comment.text == "I crossed it this morning."


@pytest.mark.parametrize("page", ["/admin/", "/admin/desk/", "/admin/articles/article/add/"])
def test_every_page_of_the_admin_says_that_this_is_a_demo(client, administrator, open_admin, page):
    client.force_login(administrator)
    assert '<p class="demo-mark"' in client.get(page).content.decode()
    DemoPaper.objects.update(removed_at=timezone.now())
    TOTP.activate(administrator, generate_totp_secret())
    assert "demo-mark" not in client.get(page).content.decode()
