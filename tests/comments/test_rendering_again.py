"""After an upgrade that renders comments differently, the stored HTML is made again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comments import rerendering
from comments.models import Comment
from tests.builders import a_comment, an_article

pytestmark = pytest.mark.django_db


def rendered_again(**options):
    out = StringIO()
    call_command("render_comments", stdout=out, **options)
    return out.getvalue().strip()


@pytest.fixture
def comments(monkeypatch):
    monkeypatch.setattr(rerendering, "BATCH", 2)
    article = an_article()
    written = [a_comment(article=article, text=f"2*3*{n}") for n in range(5)]
    Comment.objects.filter(pk__in=[each.pk for each in written[:4]]).update(html="<p>old</p>")
    return written


def test_every_comment_gets_the_html_of_its_text(client, comments):
    article = comments[0].thread.article
    assert "<p>old</p>" in client.get(article.path).text
    assert rendered_again() == "5 comments read, 4 rendered again."
    page = client.get(article.path).text
    assert "<p>old</p>" not in page
    assert all(f"<p>2*3*{n}</p>" in page for n in range(5))
    assert rendered_again() == "5 comments read, 0 rendered again."


def test_what_was_done_before_an_interruption_is_not_done_again(comments, monkeypatch):
    done = []
    render = rerendering.render_again

    def interrupted(after):
        if done:
            raise KeyboardInterrupt
        done.append(after)
        return render(after)

    command = "comments.management.commands.render_comments.render_again"
    with monkeypatch.context() as patch:
        patch.setattr(command, interrupted)
        with pytest.raises(CommandError, match=f"--after {comments[1].pk}"):
            rendered_again()
    assert rendered_again(after=comments[1].pk) == "3 comments read, 2 rendered again."


def test_what_is_the_same_again_moves_no_page(client, comments):
    rendered_again()
    thread = comments[0].thread
    thread.refresh_from_db()
    before = thread.version
    rendered_again()
    thread.refresh_from_db()
    assert thread.version == before
