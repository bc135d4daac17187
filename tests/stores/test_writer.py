"""The writer takes its time while nobody waits, hurries when somebody does, and loses nothing."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from cycleprof.freeze import Facts, Paths, Recording
from cycleprof.model import Limits, Stage
from cycleprof.recorder import Details, Recorder
from cycleprof.stores import Retention, Writer
from cycleprof.stores import writer as module
from cycleprof.stores.memory import MemoryStore
from tests.stores.profiles import entry


def recording(name="x", status="ok"):
    recorder = Recorder(Stage.USER, lambda _: Details("root"), None, limit=10)
    recorder.finish(status)
    facts = Facts(kind="block", name=name)
    return Recording(recorder, lambda: facts, Limits(), Paths("/"), group=name)


@pytest.fixture
def writer():
    made = Writer(MemoryStore())
    yield made
    made.close()


def test_what_was_submitted_is_in_the_store_after_a_flush(writer):
    ids = {one.id: writer.submit(one) for one in [recording() for _ in range(100)]}
    assert writer.flush(10)
    assert {one.id for one in writer.store.find((), limit=200)} == set(ids)


def test_a_profile_can_be_read_before_it_is_written(writer, monkeypatch):
    monkeypatch.setattr(module, "_GATHER_SECONDS", 60)
    one = recording()
    writer.submit(one)
    assert writer.store.get(one.id) is None
    assert writer.pending(one.id).id == one.id


def test_a_flush_ends_a_rest(writer, monkeypatch):
    monkeypatch.setattr(module, "SHARE", 1e-9)
    monkeypatch.setattr(module, "_LONGEST_REST_SECONDS", 60.0)
    writer.submit(recording())
    assert writer.flush(10)
    writer.submit(recording())
    assert writer.flush(10)


def test_a_flush_that_is_not_granted_enough_time_says_so(writer, monkeypatch):
    released = threading.Event()
    monkeypatch.setattr(writer.store, "save", lambda entries: released.wait(10))
    writer.submit(recording())
    assert not writer.flush(0.05)
    released.set()
    assert writer.flush(10)


def test_too_many_at_once_are_dropped_and_counted(monkeypatch):
    monkeypatch.setattr(module, "_GATHER_SECONDS", 60)
    writer = Writer(MemoryStore(), capacity=5)
    for _ in range(8):
        writer.submit(recording())
    assert writer.dropped == 3
    assert writer.flush(10)


def test_what_the_store_would_not_keep_is_not_written(monkeypatch):
    monkeypatch.setattr(module, "_GATHER_SECONDS", 60)
    store = MemoryStore()
    writer = Writer(store, retention=Retention(per_route=5))
    submitted = [recording() for _ in range(8)] + [recording("rare")]
    for one in submitted:
        writer.submit(one)
    assert writer.dropped == 3
    assert writer.flush(10)
    kept = {one.id for one in store.find((), limit=200)}
    assert len(kept) == 6
    assert {one.id for one in submitted[-3:]} < kept


def test_while_requests_keep_coming_some_are_written_all_the_same(writer, monkeypatch):
    monkeypatch.setattr(module, "_LONGEST_REST_SECONDS", 0.2)
    end = time.monotonic() + 20
    while not writer.store.find((), limit=1) and time.monotonic() < end:
        writer.submit(recording())
        time.sleep(0.005)
    assert writer.store.find((), limit=1)
    assert writer._waiting  # and there was no pause


def test_a_full_queue_is_not_left_to_wait_for_a_pause(monkeypatch):
    monkeypatch.setattr(module, "_LONGEST_REST_SECONDS", 60)
    monkeypatch.setattr(module, "SHARE", 1.0)
    writer = Writer(MemoryStore(), capacity=10)
    end = time.monotonic() + 20
    while not writer.store.find((), limit=1) and time.monotonic() < end:
        writer.submit(recording(f"route {writer._arrivals}"))
        time.sleep(0.005)
    assert writer.store.find((), limit=1)


def test_what_somebody_may_look_for_is_known():
    ordinary, failed, looked_at = recording(), recording(status="error"), recording()
    assert looked_at.profile.duration_ns == looked_at.duration_ns
    assert [one.is_wanted for one in (ordinary, failed, looked_at)] == [False, True, True]


def test_a_recording_that_cannot_be_frozen_does_not_stop_the_others(writer, caplog):
    bad = recording()
    bad._facts = lambda: 1 / 0
    good = recording()
    writer.submit(bad)
    writer.submit(good)
    assert writer.flush(10)
    assert writer.store.get(good.id) is not None
    assert "could not make a profile" in caplog.text


def test_a_process_that_writes_little_prunes_all_the_same():
    class Pruned(MemoryStore):
        times = 0

        def prune(self, retention):
            self.times += 1
            return super().prune(retention)

    store = Pruned()
    writer = Writer(store)
    writer.submit(recording())
    assert writer.flush(10)
    writer.close()
    assert store.times == 1


def test_a_profile_of_a_thousand_spans_takes_little_memory():
    store = MemoryStore()
    queries = tuple(f"SELECT * FROM book WHERE author_id = {number}" for number in range(1_000))
    store.save([entry(queries=queries)])
    (kept,) = store._entries.values()
    assert len(kept.packed) + sum(map(sys.getsizeof, kept.statements)) < 150_000
