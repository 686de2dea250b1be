"""The demo paper is a whole paper: what a newcomer is promised stands in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import Count, F
from django.utils import timezone

from articles.models import Article, Image, Placement, Section, SeeAlso, WebLink
from comments import switch
from comments.models import Comment, Mode, Thread, counts
from newsroom.demo import crowd, illustrate, load, pictures, script
from newsroom.models import DemoPaper, User


@pytest.fixture
def undrawn(monkeypatch):
    """Pictures as rows without files: drawing them is tried apart."""

    def rows(names):
        made = {}
        for name in set(names):
            made[name] = Image(picture=f"pictures/{name}.jpg", width=1280, height=853)
            made[name]._skip_generate_files = True
        return made

    monkeypatch.setattr(illustrate, "draw_all", rows)


@pytest.mark.django_db
def test_it_is_a_whole_paper_of_today(undrawn):
    """One test, for the loading is what takes its time."""
    at = timezone.now()
    load.open_paper(at)
    public = Article.objects.public(at)
    assert public.count() >= 40
    assert Article.objects.scheduled(at).count() == 1
    assert Section.objects.annotate(n=Count("articles")).filter(n__gte=5).count() == 6
    assert public.filter(published_at__gt=at - timedelta(days=1)).count() >= 5
    assert SeeAlso.objects.exists()
    assert WebLink.objects.exists()
    assert sorted(Placement.objects.values_list("slot", flat=True)) == ["lead"] + ["second"] * 4
    sizes = sorted(Thread.objects.values_list("comment_count", flat=True))
    assert (sizes[0] >= 4, sizes[-1]) == (True, 2_000)
    found = dict(Comment.objects.order_by().values_list("status").annotate(Count("pk")))
    assert (found["held"] >= 10, found["spam"] >= 5, found["rejected"] >= 5) == (True,) * 3
    assert not Comment.objects.filter(created_at__gt=at).exists()
    assert not Comment.objects.filter(created_at__lt=F("author__date_joined")).exists()
    modes = [state.mode for state in switch.states(Article.objects.all(), timezone.now()).values()]
    assert (modes.count(Mode.CLOSED), modes.count(Mode.PREMODERATED)) == (1, 1)
    assert counts.recount() == ([], [])


@pytest.mark.django_db
def test_its_password_is_new_for_each_database_unless_one_is_given(undrawn, settings, monkeypatch):
    monkeypatch.setattr(crowd, "SIZE", 20)
    settings.DEMO_PASSWORD = "given by hand"
    load.open_paper(timezone.now())
    assert DemoPaper.current().password == "given by hand"
    assert User.objects.get(email="moderator@example.org").check_password("given by hand")


@pytest.mark.django_db
def test_loading_it_into_a_log_names_its_accounts_without_their_password(
    undrawn, settings, monkeypatch, capfd
):
    monkeypatch.setattr(crowd, "SIZE", 20)
    settings.DEMO_PASSWORD = "given by hand"
    call_command("demo")
    printed = capfd.readouterr()
    assert "moderator@example.org" in printed.out
    assert "given by hand" not in printed.out + printed.err


def test_every_picture_that_a_story_names_can_be_drawn():
    named = {story.facts["picture"] for story in script.stories()} - {""}
    assert named <= set(pictures.SCENES)


def test_a_drawing_is_the_same_each_time():
    first, second = (pictures.draw("old-bridge", 160, 107) for _ in range(2))
    assert first.tobytes() == second.tobytes()
    assert first.size == (160, 107)
