"""Transactions, savepoints, connections and what happens on commit."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Group
from django.db import connection, connections, transaction

from cycleprof import analyse, profile
from cycleprof.model import Stage
from tests.profiles import one

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "other"])


def _blocks(session):
    return [
        (span.name, span.attributes["cycleprof.transaction.outcome"])
        for span in session.profile.spans
        if span.stage is Stage.TRANSACTION
    ]


class _UndoError(Exception):
    pass


def _undo():
    raise _UndoError


def _work():
    with transaction.atomic():
        Group.objects.create(name="kept")
        with transaction.atomic():
            Group.objects.create(name="kept as well")
        try:
            with transaction.atomic():
                _undo()
        except _UndoError:
            pass


def test_a_transaction_with_two_savepoints_of_which_one_is_undone():
    with profile("work") as session:
        _work()
    assert _blocks(session) == [("atomic", "commit"), ("savepoint", "commit"),
                                ("savepoint", "rollback")]  # fmt: skip


def test_blocks_are_overlays_without_children_and_outside_the_sums():
    with profile("work") as session:
        _work()
    blocks = {span.id for span in session.profile.spans if span.stage is Stage.TRANSACTION}
    assert all(span.overlay for span in session.profile.spans if span.id in blocks)
    assert not [span for span in session.profile.spans if span.parent_id in blocks]
    report = analyse(session.profile)
    assert Stage.TRANSACTION not in {total.stage for total in report.stages}


def test_a_block_spans_its_work_and_knows_its_line_and_alias():
    with profile("work") as session:
        _work()
    block = one(session.profile, "atomic")
    insert = [span for span in session.profile.spans if span.name == "INSERT auth_group"]
    assert block.origin.function == "_work"
    assert block.attributes["cycleprof.alias"] == "default"
    assert all(block.start_ns <= span.start_ns <= span.end_ns <= block.end_ns for span in insert)


def test_an_exception_rolls_back_and_passes_through():
    with profile("work") as session, pytest.raises(_UndoError), transaction.atomic(using="other"):
        raise _UndoError
    block = one(session.profile, "atomic")
    assert (block.status, block.attributes["cycleprof.alias"]) == ("error", "other")
    assert block.attributes["exception.type"].endswith("_UndoError")
    assert one(session.profile, "ROLLBACK").attributes["cycleprof.alias"] == "other"


def test_commit_is_time_in_the_database_but_no_query():
    with profile("work") as session, transaction.atomic():
        Group.objects.create(name="a")
    commit = one(session.profile, "COMMIT")
    assert commit.stage is Stage.DB
    assert "db.query.text" not in commit.attributes


def _after():
    Group.objects.count()


def test_callbacks_after_the_commit_hold_what_they_do():
    with profile("work") as session, transaction.atomic():
        transaction.on_commit(_after)
    callback = one(session.profile, f"on_commit {__name__}._after")
    assert callback.stage is Stage.SIGNAL
    assert callback.attributes["cycleprof.event"] == "on_commit"
    assert one(session.profile, "SELECT auth_group").parent_id in {
        callback.id,
        *(span.id for span in session.profile.spans if span.parent_id == callback.id),
    }
    assert callback.start_ns >= one(session.profile, "COMMIT").end_ns


@pytest.mark.django_db(transaction=False)
def test_callbacks_that_nobody_records_are_the_application_s_own(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        transaction.on_commit(_after)
    assert callbacks == [_after]


def test_a_failing_robust_callback_is_logged_by_its_own_name(caplog):
    def explode():
        raise _UndoError

    with profile("work") as session, transaction.atomic():
        transaction.on_commit(explode, robust=True)
    assert "explode in on_commit()" in caplog.text
    assert one(
        session.profile, f"on_commit {explode.__module__}.{explode.__qualname__}"
    ).status == ("error")


def test_opening_a_connection_is_a_span():
    connections["other"].close()
    with profile("work") as session:
        Group.objects.using("other").count()
    opened = one(session.profile, "connect")
    assert opened.stage is Stage.DB
    assert opened.attributes == {
        "db.system.name": "sqlite",
        "db.operation.name": "connect",
        "cycleprof.alias": "other",
    }


async def test_a_block_in_the_thread_of_an_async_caller():
    async with profile("work") as session:
        await sync_to_async(_work)()
    assert len(_blocks(session)) == 3


def test_blocks_that_begin_unrecorded_end_unrecorded():
    with transaction.atomic(), profile("work") as session:
        Group.objects.create(name="a")
    assert not connection.in_atomic_block
    assert _blocks(session) == []


def test_a_block_still_open_when_the_cycle_ends_is_marked():
    with profile("work") as session:
        block = transaction.atomic()
        block.__enter__()
    block.__exit__(None, None, None)
    assert one(session.profile, "atomic").status == "unfinished"
    assert not connection.in_atomic_block
