"""Every link shown leads to a page, for each kind of person; and Enter is safe on all of them."""

from __future__ import annotations

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Article
from comments.models import Case, Comment
from newsroom.models import DemoPaper
from tests.builders import an_article
from tests.crawl import Crawl, Page, forms_where_enter_acts, links_in
from tests.whole_paper import WholePaper, open_whole_paper

STAFF = ["editor", "moderator", "administrator"]
PEOPLE = ["stranger", "reader", "warned", "protected", *STAFF]
GOES_WRONG = ["400.html", "500.html", "503.html", "429.html"]

# Where Enter presses a button, this changes nothing for anybody.
ENTER_MAY_PRESS = {
    ("suspension_draft", "Find the article"),  # comes back with the articles found and all typed
    ("suspension_preview", "Find the article"),
    ("bench", "Try it"),  # a text is tried, nothing is stored
}


def test_every_link_shown_leads_to_a_page_and_enter_is_safe(db, settings):
    """One test, for the opening of the paper takes its time."""
    settings.SENDS_MAIL = True
    paper = open_whole_paper(timezone.now())
    crawls = {who: crawl_as(who, paper) for who in PEOPLE}
    follow_letters(crawls["stranger"], paper)
    broken = [f"{who}: {each}" for who, crawl in crawls.items() for each in crawl.broken]
    assert not broken, "\n".join(broken)
    acts = {each for crawl in crawls.values() for each in forms_where_enter_acts(crawl.pages)}
    assert acts == ENTER_MAY_PRESS
    seen = {who: len(crawl.pages) for who, crawl in crawls.items()}
    assert all(number > (150 if who in STAFF else 30) for who, number in seen.items()), seen


def crawl_as(who: str, paper: WholePaper) -> Crawl:
    crawl = Crawl(browser_of(who, paper), signed_in=who != "stranger")
    crawl.start("/", *(story.path for story in paper.stories))
    if who in STAFF:
        crawl.start("/admin/")
    read_error_pages(crawl, who, paper)
    send_forms(crawl, who)
    return crawl.start()


def browser_of(who: str, paper: WholePaper) -> Client:
    """That person's browser, signed in a moment ago."""
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    if who != "stranger":
        person = getattr(paper, who)
        has_own_password = who in ("warned", "protected")
        password = "correct horse" if has_own_password else DemoPaper.current().password
        sent = {"login": person.email, "password": password}
        assert client.post(reverse("account_login"), sent).status_code == 302
    if who == "protected":
        TOTP.activate(paper.protected, generate_totp_secret())
        RecoveryCodes.activate(paper.protected)
    return client


def read_error_pages(crawl: Crawl, who: str, paper: WholePaper) -> None:
    client, removed = crawl.client, paper.removed
    assert removed
    gone, closed = f"/comments/{removed.pk}/", reverse("statistics")
    for url, status in (
        ("/nowhere/", 404),
        *([(gone, 410)] if who not in ("moderator", "administrator") else []),
        *([(closed, 403)] if who == "editor" else []),
    ):
        crawl.read(answer := client.get(url), url)
        assert answer.status_code == status
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    strict.cookies = client.cookies
    crawl.read(strict.post("/accounts/login/", {"text": "typed"}), "/accounts/login/?csrf")
    for template in GOES_WRONG:
        crawl.pages[f"/{template}"] = page = Page(render_to_string(template))
        crawl.start(*page.links)


def send_forms(crawl: Crawl, who: str) -> None:
    """Pages that are shown only to somebody who has sent a form."""
    if who not in ("moderator", "administrator"):
        return
    comment, word = Comment.objects.published()[0], {"text": "tram", "kind": "word", "act": "hold"}
    case = Case.objects.open()[0]
    suspension = {
        "scope": "article", "article_sought": "a", "mode": "closed", "cause": "abuse",
        "reason": "Spam.", "begins": "now", "ends": "unknown", "notice_title": "Closed",
        "notice_body": "Dear reader, …",
    }  # fmt: skip
    for url, sent in (
        (reverse("suspension_preview"), suspension | {"scope": "site"}),
        (reverse("suspension_preview"), suspension),
        (reverse("bench"), {"text": "A text.", "standing": "regular", "language": "en"}),
        (f"{reverse('rehearsal')}?rule=word", word),
        (f"{reverse('rehearsal')}?rule=word", {}),
        (reverse("admin:comments_word_import"), {"entries": "text,kind\ntram,word\n"}),
        (reverse("admin:comments_word_add"), {}),
        (
            reverse("admin:comments_comment_changelist"),
            {"action": "reject", "index": "0", "_selected_action": comment.pk},
        ),
        (reverse("sanction", args=[comment.author_id]), {"kind": "mute"}),
        (reverse("decision", args=[case.pk]), {"verb": "nonsense"}),
    ):
        answer = crawl.client.post(url, sent)
        if answer.has_header("Location"):
            crawl.start(answer.headers["Location"])
        else:
            assert answer.status_code in (200, 422), url
            crawl.read(answer, url)


def follow_letters(crawl: Crawl, paper: WholePaper) -> None:
    """What was written to people, and what they may ask for."""
    address = {"email": paper.reader.email}
    assert crawl.client.post(reverse("account_reset_password"), address).status_code == 302
    moderator = browser_of("administrator", paper)
    people = {"action": "send_password_link", "_selected_action": paper.editor.pk, "index": "0"}
    moderator.post(reverse("admin:newsroom_user_changelist"), people)
    reader = browser_of("reader", paper)
    second = {"email": f"second-{paper.reader.email}", "action_send": ""}
    assert reader.post(reverse("account_email"), second).status_code == 302
    for row in DBTaskResult.objects.ready():
        row.task.call(*row.args_kwargs["args"])
    letters = {letter.subject: links_in(letter.body) for letter in mail.outbox}
    without = {subject for subject, links in letters.items() if not links}
    assert without == {"A trial message"}
    assert len(letters) >= 5, letters
    crawl.start(*(link for links in letters.values() for link in links))


# The crawl itself


def test_a_link_that_leads_nowhere_is_found(db, reader):
    body = (
        '<p id="here"><a href="/nowhere/">a</a> <a href="#there">b</a> <a href="#here">c</a>'
        '<img src="/static/none.png" srcset="/media/none.webp 2x"><a href="/admin/">d</a>'
        '<a href="https://example.org/nowhere/">e</a></p>'
        '<form action="/none/" method="post"></form>'
    )
    article = an_article()
    Article.objects.filter(pk=article.pk).update(body=body)
    client = Client()
    client.force_login(reader)
    crawl = Crawl(client, signed_in=True).start(article.path)
    assert {(each.link, each.why) for each in crawl.broken} == {
        ("/nowhere/", "404"),
        (f"{article.path}#there", "no such place on the page"),
        ("/static/none.png", "no such file"),
        ("/media/none.webp", "no such file"),
        ("/admin/login/?next=/admin/", "403"),
        ("/admin/", "leads to /admin/login/?next=/admin/"),
        ("/none/", "a form is sent to where nothing is"),
    }


FIELD, GUARD = '<input name="note">', "<button disabled hidden></button>"
INERT = '<button formmethod="dialog"></button>'
TWO = '<button name="v" value="a">Approve</button><input type="submit" value="Spam">'


@pytest.mark.parametrize(
    ("inside", "pressed"),
    [
        (FIELD + TWO, {"Approve"}),
        (FIELD + '<button type="button">Bold</button>' + TWO, {"Approve"}),
        (GUARD + FIELD + TWO, {"Approve"}),  # from a checkbox, or a date
        (GUARD + INERT + FIELD + TWO, set()),
        (FIELD + TWO + GUARD + INERT, {"Approve"}),
        (FIELD + "<button>Save</button>", {"Save"}),
        ("<button>Save</button>", set()),
        (TWO, {"Approve"}),
    ],
)
def test_a_form_of_the_staff_in_which_enter_acts_is_found(inside, pressed):
    page = Page(f'<form method="post">{inside}</form>')
    assert {name for _, name in forms_where_enter_acts({"/admin/desk/": page})} == pressed


def test_a_button_outside_of_its_form_counts_where_it_stands():
    outside = '<button form="f" disabled></button><button form="f" formmethod="dialog"></button>'
    form = f'<form id="f" method="post">{FIELD}{TWO}</form>'
    for html, acts in ((outside + form, False), (form + outside, True)):
        assert bool(list(forms_where_enter_acts({"/": Page(html)}))) == acts
