"""Crossings between event loop and threads, and steps that hold the loop up."""

from __future__ import annotations

import asyncio
import time

import pytest
import uvloop
from asgiref.sync import async_to_sync, sync_to_async
from django.core.handlers.asgi import ASGIHandler

from cycleprof import analyse, profile
from cycleprof.recorder import ACTIVE
from tests.asgi import http
from tests.profiles import one, profile_of


def _block(seconds):
    time.sleep(seconds)


async def test_hops_and_their_waits_are_counted_where_they_occur():
    async with profile("hops") as session:
        for _ in range(3):
            assert await sync_to_async(lambda: 1)() == 1
    root = session.profile.spans[0].attributes
    assert root["cycleprof.thread_wait.count"] == root["cycleprof.loop_wait.count"] == 3
    assert root["cycleprof.thread_wait.ns"] > 0
    assert root["cycleprof.loop_wait.ns"] > 0


async def test_work_in_the_thread_belongs_to_the_caller_and_nothing_leaks():
    async with profile("hops") as session:
        outside = ACTIVE.get()
        assert await sync_to_async(ACTIVE.get)() is outside
        assert ACTIVE.get() is outside
    assert {span.name for span in session.profile.spans[1:]} <= {"waiting for a thread"}


async def test_calls_that_queue_for_one_thread_show_their_wait():
    async with profile("queue") as session:
        await asyncio.gather(*(sync_to_async(time.sleep)(0.02) for _ in range(3)))
    waits = [span for span in session.profile.spans if span.name == "waiting for a thread"]
    assert len(waits) >= 2
    assert max(span.duration_ns for span in waits) > 30_000_000


async def test_a_failing_call_fails_for_the_caller():
    def fail():
        raise KeyError("a")

    async with profile("fails") as session:
        with pytest.raises(KeyError):
            await sync_to_async(fail)()
    assert session.profile.spans[0].attributes["cycleprof.thread_wait.count"] == 1


def test_the_way_into_a_loop_is_counted():
    async def answer():
        return 42

    with profile("loop") as session:
        assert async_to_sync(answer)() == 42
    assert session.profile.spans[0].attributes["cycleprof.async_to_sync.count"] == 1


async def test_a_step_that_blocks_the_loop_is_an_overlay_of_its_request():
    async with profile("blocks") as session:
        await asyncio.sleep(0)
        _block(0.06)
        await asyncio.sleep(0)
    span = one(session.profile, "event loop blocked")
    assert span.overlay
    assert span.attributes["cycleprof.loop.blocked_ns"] == span.duration_ns >= 50_000_000
    report = analyse(session.profile)
    sums = sum(stage.exclusive_ns for stage in report.stages) + report.totals.unaccounted_ns
    assert sums == session.profile.duration_ns


async def test_the_one_who_blocks_is_named_and_not_the_one_who_waits():
    async def patient():
        async with profile("patient") as session:
            await asyncio.sleep(0.01)
        return session.profile

    async def rude():
        async with profile("rude") as session:
            await asyncio.sleep(0)
            _block(0.08)
            await asyncio.sleep(0)
        return session.profile

    waited, blocked = await asyncio.gather(patient(), rude())
    assert "event loop blocked" not in {span.name for span in waited.spans}
    assert one(blocked, "event loop blocked")


def on_uvloop(path, **options):
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return profile_of(runner.run(http(ASGIHandler(), path, **options)))


@pytest.mark.django_db
@pytest.mark.urls("tests.instruments.pages")
def test_a_view_that_blocks_a_loop_which_is_not_asyncio_s_is_found_too():
    recorded = on_uvloop("/rude/")
    blocked = one(recorded, "event loop blocked")
    assert blocked.overlay
    assert blocked.duration_ns >= 50_000_000
    handler = one(recorded, "django.core.handlers.base.BaseHandler")
    assert handler.attributes["cycleprof.loop"] == "uvloop.Loop"
    assert recorded.response.status == 200


@pytest.mark.django_db
@pytest.mark.urls("tests.instruments.pages")
def test_such_a_view_s_exception_and_its_answer_are_its_own():
    recorded = on_uvloop("/rude/", headers=[(b"x-fail", b"1")])
    assert (recorded.exception.type, recorded.response.status) == ("ValueError", 500)
    assert on_uvloop("/busy-async/").response.status == 200


@pytest.mark.django_db
@pytest.mark.urls("tests.instruments.pages")
async def test_a_sync_view_under_asgi_says_what_its_thread_cost():
    recorded = profile_of(await http(ASGIHandler(), "/hello/"))
    handler = one(recorded, "django.core.handlers.base.BaseHandler")
    assert handler.attributes["cycleprof.thread_wait.count"] == 1
