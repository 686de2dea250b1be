"""Which comments stand on a page, and what it costs to find them."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from comments import posting, reading
from comments.models import Comment, Thread
from tests.builders import a_comment, a_person, an_article, an_author

Status = Comment.Status
NOON = timezone.now() - timedelta(hours=2)


def minutes(number):
    return NOON + timedelta(minutes=number)


def page(article, **wish):
    thread = reading.threads([article.pk]).get(article.pk)
    return reading.page(article, thread, at=timezone.now(), **wish)


def comments_of(shown):
    return [each.comment for each in shown]


def test_an_article_without_a_thread_has_an_empty_page(article):
    assert page(article) == reading.Page()


def test_the_newest_comment_stands_first_unless_the_oldest_is_asked_for(article):
    first, second = (
        a_comment(article=article, at=minutes(1)),
        a_comment(article=article, at=minutes(2)),
    )
    assert comments_of(page(article).shown) == [second, first]
    assert comments_of(page(article, order="oldest").shown) == [first, second]
    assert page(article, order="sideways").order == "newest"


def test_pages_follow_one_another_without_gap_or_double(article, reader):
    wanted = [a_comment(article=article, author=reader, at=minutes(n)) for n in range(45)]
    read, cursor = [], ""
    while True:
        part = page(article, order="oldest", cursor=cursor)
        read += comments_of(part.shown)
        if not (cursor := part.next):
            break
    assert read == wanted
    assert comments_of(page(article, order="oldest", cursor=part.previous).shown) == wanted[20:40]


def test_a_comment_shows_its_first_three_replies_and_the_number_of_the_others(article, reader):
    root = a_comment(article=article)
    replies = [
        a_comment(article=article, author=reader, parent=root, at=minutes(n)) for n in range(5)
    ]
    [shown] = page(article).shown
    assert comments_of(shown.replies) == replies[:3]
    assert shown.more == 2


def test_replies_stand_in_the_order_of_their_time_whatever_their_numbers(article):
    root = a_comment(article=article, at=minutes(0))
    later = a_comment(article=article, parent=root, at=minutes(9))
    earlier = a_comment(article=article, parent=root, at=minutes(5))
    [shown] = page(article).shown
    assert comments_of(shown.replies) == [earlier, later]


def test_what_hides_in_each_branch_is_counted_once(article, reader):
    root = a_comment(article=article)
    branch = [
        a_comment(article=article, author=reader, parent=root, at=minutes(n)) for n in range(5)
    ]
    for parent in (branch[0], branch[4]):
        for n in range(5):
            a_comment(article=article, author=reader, parent=parent, at=minutes(10 + n))
    [shown] = page(article).shown
    assert shown.replies[0].more == 2
    # two replies that are not shown, and the five beneath one of them
    assert shown.more == 7


def test_the_fourth_level_stands_on_the_third_and_says_whom_it_answers(article):
    root = a_comment(article=article)
    second = a_comment(article=article, parent=root)
    third = a_comment(article=article, parent=second)
    fourth = a_comment(article=article, parent=third)
    fifth = a_comment(article=article, parent=fourth)
    [shown] = page(article).shown
    last = shown.replies[0].replies
    assert comments_of(last) == [third, fourth, fifth]
    assert [each.in_reply_to for each in last] == [None, third, fourth]
    assert [each.more for each in last] == [0, 0, 0]


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (Status.DELETED, "Deleted by its author."),
        (Status.REJECTED, "Removed by a moderator."),
        (Status.SPAM, "Removed by a moderator."),
        (Status.HELD, "Waiting for a moderator."),
    ],
)
def test_what_was_removed_leaves_a_line_where_it_was_answered_and_nothing_else(
    article, status, line
):
    answered = a_comment(article=article)
    a_comment(article=article, parent=answered)
    Comment.objects.filter(pk=answered.pk).update(status=status)
    a_comment(article=article, status=status)
    [shown] = page(article).shown
    assert (shown.is_readable, shown.gone) == (False, line)


def test_a_removed_comment_whose_only_reply_is_removed_leaves_nothing(article, reader):
    root = a_comment(article=article, author=reader)
    reply = a_comment(article=article, author=reader, parent=root)
    assert posting.delete(root, by=reader)
    assert comments_of(page(article).shown) == [root]
    assert posting.delete(reply, by=reader)
    assert page(article).shown == []


def test_a_held_comment_is_seen_by_its_author_alone_and_marked(article, reader, second_reader):
    held = a_comment(article=article, author=reader, status=Status.HELD)
    [shown] = page(article, reader=reader).waiting
    assert (shown.comment, shown.is_waiting, shown.is_readable) == (held, True, True)
    assert page(article, reader=second_reader).waiting == []
    assert page(article).waiting == []


def test_a_held_reply_stands_beneath_what_it_answers(article, reader):
    root = a_comment(article=article)
    held = a_comment(article=article, author=reader, parent=root, status=Status.HELD)
    mine = page(article, reader=reader)
    assert comments_of(mine.shown[0].replies) == [held]
    assert mine.waiting == []


def test_a_held_comment_that_was_answered_stands_once_and_its_author_reads_it(article, reader):
    root = a_comment(article=article, author=reader)
    a_comment(article=article, parent=root)
    Comment.objects.filter(pk=root.pk).update(status=Status.HELD)
    mine = page(article, reader=reader)
    assert comments_of(mine.shown) == [root]
    assert mine.shown[0].is_readable
    assert mine.waiting == []
    assert not page(article).shown[0].is_readable


def test_a_comment_of_an_old_page_is_found_by_its_address(article, reader):
    wanted = a_comment(article=article, author=reader, at=minutes(0))
    for n in range(30):
        a_comment(article=article, author=reader, at=minutes(n + 1))
    part = page(article, showing=reading.found(wanted.pk))
    assert comments_of(part.shown) == [wanted]
    newer = page(article, cursor=part.previous)
    assert len(newer.shown) == 20


def test_a_deep_reply_beyond_the_first_ones_is_on_the_page_of_its_address(article, reader):
    root = a_comment(article=article)
    second = [
        a_comment(article=article, author=reader, parent=root, at=minutes(n)) for n in range(6)
    ]
    third = [
        a_comment(article=article, author=reader, parent=second[5], at=minutes(n)) for n in range(6)
    ]
    [shown] = page(article, showing=reading.found(third[5].pk)).shown
    assert comments_of(shown.replies) == [*second[:3], second[5]]
    assert comments_of(shown.replies[3].replies) == [*third[:3], third[5]]
    assert (shown.more, shown.replies[3].more) == (2, 2)


def test_the_address_of_a_comment_elsewhere_shows_the_thread_as_it_is(article):
    here, elsewhere = a_comment(article=article), a_comment(article=an_article())
    assert comments_of(page(article, showing=reading.found(elsewhere.pk)).shown) == [here]


def test_a_moderator_finds_a_held_comment_by_its_address_and_others_do_not(
    article, reader, second_reader, moderator
):
    held = a_comment(article=article, author=reader, status=Status.HELD)
    assert reading.found(held.pk, reader=second_reader) is None
    assert reading.found(held.pk) is None
    found = reading.found(held.pk, reader=moderator)
    [shown] = page(article, reader=moderator, showing=found).waiting
    assert (shown.comment, shown.is_readable, shown.is_mine) == (held, True, False)


def test_staff_and_the_authors_of_the_article_are_marked(reader, moderator):
    writer = a_person(name="Wanda Writes")
    article = an_article(authors=(an_author(account=writer),))
    for n, author in enumerate((reader, moderator, writer)):
        a_comment(article=article, author=author, at=minutes(n))
    marks = [each.mark for each in page(article, order="oldest").shown]
    assert marks == ["", "Staff", "Author of this article"]


def test_replies_have_pages_of_their_own(article, reader):
    root = a_comment(article=article)
    wanted = [
        a_comment(article=article, author=reader, parent=root, at=minutes(n)) for n in range(25)
    ]
    root.refresh_from_db()
    top, first = reading.replies(root, at=NOON)
    _, second = reading.replies(root, at=NOON, cursor=first.next)
    assert top.comment == root
    assert comments_of(first.shown + second.shown) == wanted


def test_counts_name_the_articles_that_have_comments(article):
    a_comment(article=article)
    a_comment(article=article, status=Status.HELD)
    threads = reading.threads([article.pk, an_article().pk])
    assert {pk: thread.comment_count for pk, thread in threads.items()} == {article.pk: 1}


def test_the_most_discussed_are_the_recent_public_articles_with_the_most_comments(article):
    busy, old = an_article(), an_article(published_at=NOON - timedelta(days=90))
    draft = an_article(published_at=NOON + timedelta(days=1))
    for where in (busy, busy, article, old, old, old, draft):
        a_comment(article=where)
    assert reading.most_discussed(timezone.now(), size=5) == [busy.pk, article.pk]


def grow(article, author, number, *, parents=(None,), at=NOON):
    """Many comments at once, in turn under each of the parents."""
    thread = Thread.objects.of(article)
    rows = Comment.objects.bulk_create(
        (
            Comment(
                thread=thread,
                author=author,
                text="I was there.",
                html="<p>I was there.</p>",
                parent=parent,
                shown_under=parent and parent.below,
                level=1 if parent is None else min(parent.level + 1, 3),
                token=uuid.uuid4(),
                status=Status.PUBLISHED,
                created_at=at + timedelta(seconds=number),
                reply_count=0 if parent is not None and parent.level > 1 else 1,
            )
            for number in range(number)
            for parent in [parents[number % len(parents)]]
        ),
        batch_size=500,
    )
    return rows


@pytest.mark.parametrize("number", [1, 3, 300])
def test_a_page_costs_the_same_queries_however_many_comments_there_are(
    article, reader, second_reader, number, django_assert_num_queries
):
    roots = grow(article, reader, number)
    replies = grow(article, second_reader, number, parents=roots[-3:])
    grow(article, second_reader, number, parents=replies[:3])
    # thread, authors of the article, three levels
    with django_assert_num_queries(5):
        page(article)
    # and the reader's own held comments
    with django_assert_num_queries(6):
        page(article, reader=reader)


@pytest.mark.parametrize("order", reading.ORDERS)
def test_no_query_reads_more_than_the_page_shows(article, reader, order):
    """Every step of every plan is a search in an index, and none sorts more than it was given."""
    roots = grow(article, reader, 2_000)
    grow(article, reader, 2_000, parents=roots[-1:])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    thread = Thread.objects.get()
    rows = Comment.objects.visible().filter(thread=thread, level=1)
    rows = reading._with_first_replies(rows)
    sign = "-" if order == "newest" else ""
    plan = rows.order_by(f"{sign}created_at", f"{sign}pk")[:21].explain()
    assert "comments_opening_a_thread" in plan
    assert "comments_under_a_comment" in plan
    assert "TEMP B-TREE" not in plan
    assert "SCAN comments_comment" not in plan
    assert "Seq Scan on comments_comment" not in plan
    assert "Sort" not in plan
