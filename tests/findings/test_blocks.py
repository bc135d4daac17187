"""A block that records is a cycle of its own: what repeats around it does not repeat in it."""

from __future__ import annotations

from contextlib import contextmanager

import cycleprof
from tests.findings.conftest import PATIENT
from tests.findings.models import Book


def five(keys):
    a, b, c, d, e = keys[:5]
    get = Book.objects.get
    return get(pk=a), get(pk=b), get(pk=c), get(pk=d), get(pk=e)


def codes(session):
    return [one.code for one in cycleprof.analyse(session.profile, PATIENT).findings]


def look_up(keys):
    return [Book.objects.get(pk=key) for key in keys]


def test_five_look_ups_on_one_line_are_no_loop(library, seen):
    keys = library()
    with seen() as result:
        five(keys)

    assert result.codes == []


def test_a_loop_around_the_block(library):
    keys = library()
    a, b, c, d, e = keys[:5]
    get = Book.objects.get
    for _ in range(3):
        with cycleprof.profile("round") as session:
            get(pk=a), get(pk=b), get(pk=c), get(pk=d), get(pk=e)
        assert codes(session) == []
        with cycleprof.profile("round, by a helper") as session:
            five(keys)
        assert codes(session) == []


def test_a_loop_around_the_block_that_a_helper_opens(library):
    keys = library()

    @contextmanager
    def measured():
        with cycleprof.profile("helper") as session:
            yield session

    for _ in range(3):
        with measured() as session:
            five(keys)
        assert codes(session) == []


def test_a_loop_around_a_decorated_function(library):
    keys, sessions = library(), []

    @cycleprof.profile("decorated")
    def work():
        scope = cycleprof.recorder.ACTIVE.get()
        sessions.append(scope.raw)
        five(keys)

    for _ in range(3):
        work()
    [work() for _ in range(3)]
    assert [codes(session) for session in sessions] == [[]] * 6


def test_a_loop_within_the_block_and_one_around_it(library):
    keys = library()
    for _ in range(3):
        with cycleprof.profile("round") as session:
            for key in keys:
                Book.objects.get(pk=key)
        assert codes(session) == ["CP005"]
        with cycleprof.profile("round, by a helper") as session:
            look_up(keys)
        assert codes(session) == ["CP005"]


def test_a_loop_around_an_inner_block_is_one_of_the_outer(library, seen):
    keys = library()
    with seen() as result:
        for key in keys:
            with cycleprof.profile("one") as session:
                Book.objects.get(pk=key)
            assert codes(session) == []

    assert result.codes == ["CP005"]
