"""One thread asks the database for all that want the same page, and for none that came later."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from newsroom.pagecache.stamp import Asking, Stamp


def test_who_comes_while_one_asks_is_answered_by_the_next_and_all_of_them_together() -> None:
    asking, numbers = Asking(), iter(range(1, 100))
    has_begun, may_end = threading.Event(), threading.Event()
    came: list[int] = []

    def ask() -> Stamp:
        number = next(numbers)
        has_begun.set()
        assert may_end.wait(5)
        return Stamp(number, 0, 0)

    def come() -> int:
        came.append(1)
        return asking.answer(ask).edition

    with ThreadPoolExecutor(6) as crowd:
        first = crowd.submit(come)
        assert has_begun.wait(5)
        later = [crowd.submit(come) for _ in range(5)]
        deadline = time.monotonic() + 5
        while len(came) < 6 and time.monotonic() < deadline:
            time.sleep(0)
        may_end.set()
    assert first.result() == 1
    # What was asked before they came may be old by now: it is no answer for them.
    answers = [each.result() for each in later]
    assert min(answers) == 2
    assert max(answers) <= 3


def test_one_after_the_other_each_asks() -> None:
    asking, numbers = Asking(), iter(range(1, 100))
    answers = [asking.answer(lambda: Stamp(next(numbers), 0, 0)).edition for _ in range(3)]
    assert answers == [1, 2, 3]


def test_a_question_that_fails_is_asked_anew_by_whoever_waits() -> None:
    asking = Asking()

    def fail() -> Stamp:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011
        asking.answer(fail)
    assert asking.answer(lambda: Stamp(7, 0, 0)) == Stamp(7, 0, 0)
