"""Sampling of Python stacks, on demand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from pyinstrument import Profiler

from cycleprof import analyse
from cycleprof.cycle import sampling, stacks
from cycleprof.instruments import hops
from cycleprof.model import Stage
from tests.asgi import http
from tests.instruments import pages
from tests.profiles import one, profile_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.instruments.pages")]
STATE = "cycleprof.python"


@pytest.fixture
def sampled(settings):
    settings.CYCLEPROF = settings.CYCLEPROF | {"PYTHON": True}


def _python(profile):
    return [span for span in profile.spans if span.stage is Stage.PYTHON]


@pytest.mark.usefixtures("sampled")
def test_functions_that_take_long_are_spans_with_their_line_and_depth(client):
    profile = profile_of(client.get("/busy/"))
    runs = [span for span in _python(profile) if span.name == "spin"]
    assert sum(span.duration_ns for span in runs) > 10_000_000
    assert runs[0].origin.file == "tests/instruments/pages.py"
    outer = next(span for span in _python(profile) if span.name == "busy")
    depth = "cycleprof.python.depth"
    assert runs[0].attributes[depth] > outer.attributes[depth]
    assert profile.spans[0].attributes[STATE].endswith("samples")


@pytest.mark.usefixtures("sampled")
def test_samples_take_no_part_in_the_sums_and_show_nothing_of_ours(client):
    profile = profile_of(client.get("/busy/"))
    assert all(span.overlay for span in _python(profile))
    assert not [
        span for span in _python(profile) if span.origin and "cycleprof/" in span.origin.file
    ]
    report = analyse(profile)
    sums = sum(stage.exclusive_ns for stage in report.stages) + report.totals.unaccounted_ns
    assert sums == profile.duration_ns


@pytest.mark.usefixtures("sampled")
def test_the_stack_begins_where_the_application_does(client):
    runs = _python(profile_of(client.get("/busy/")))
    outermost = [span for span in runs if span.attributes["cycleprof.python.depth"] == 0]
    assert {span.origin.file for span in outermost} == {"django/core/handlers/exception.py"}


def test_it_is_off_by_default(client):
    profile = profile_of(client.get("/busy/?cycleprof=python"))
    assert _python(profile) == []
    assert STATE not in profile.spans[0].attributes


def test_in_debug_the_query_string_asks_for_it(client, settings):
    settings.DEBUG = True
    assert _python(profile_of(client.get("/busy/?cycleprof=python")))
    assert not _python(profile_of(client.get("/busy/")))


@pytest.mark.usefixtures("sampled")
def test_without_the_library_the_profile_says_what_to_install(client, monkeypatch):
    monkeypatch.setattr(sampling, "find_spec", lambda name: None)
    state = profile_of(client.get("/busy/")).spans[0].attributes[STATE]
    assert "pip install 'cycleprof[python]'" in state


@pytest.mark.usefixtures("sampled")
def test_another_profiler_is_left_alone_and_named_as_the_reason(client):
    with Profiler() as theirs:
        response = client.get("/busy/")
    assert "already" in profile_of(response).spans[0].attributes[STATE]
    assert theirs.last_session.sample_count > 0


@pytest.mark.usefixtures("sampled")
def test_requests_at_the_same_time_are_sampled_each_for_itself():
    handler = WSGIHandler()

    def serve(_):
        response = handler(RequestFactory().get("/busy/").environ, lambda *_: None)
        response.close()
        return response

    with ThreadPoolExecutor(3) as pool:
        profiles = [profile_of(response) for response in pool.map(serve, range(3))]
    for profile in profiles:
        runs = [span for span in _python(profile) if span.name == "spin"]
        assert runs
        assert {span.thread for span in runs} == {profile.spans[0].thread}


@pytest.mark.usefixtures("sampled")
async def test_an_async_view_is_sampled_in_its_task():
    profile = profile_of(await http(ASGIHandler(), "/busy-async/"))
    assert "spin" in {span.name for span in _python(profile)}


@pytest.mark.usefixtures("sampled")
async def test_a_sync_view_under_asgi_is_sampled_in_its_thread():
    profile = profile_of(await http(ASGIHandler(), "/busy/"))
    runs = [span for span in _python(profile) if span.name == "spin"]
    view = one(profile, "tests.instruments.pages.busy")
    assert sum(span.duration_ns for span in runs) > 10_000_000
    assert {span.thread for span in runs} == {view.thread}
    assert hops.visitors == {}


@pytest.mark.usefixtures("sampled")
def test_a_view_that_fails_is_sampled_up_to_there(client, monkeypatch):
    def fails(seconds):
        pages.spin_for(seconds)
        raise RuntimeError("on purpose")

    monkeypatch.setattr(pages, "spin", fails)
    client.raise_request_exception = False
    assert "fails" in {span.name for span in _python(profile_of(client.get("/busy/")))}


def test_runs_are_cut_where_the_stack_changes():
    records = [(["a\0f\x001", "b\0f\x002"], 1), (["a\0f\x001", "c\0f\x003"], 2), (["a\0f\x001"], 1)]
    runs = {
        (run.frame.split("\0")[0], run.depth, run.start, run.end) for run in stacks.runs(records, 0)
    }
    s = 1_000_000_000
    assert runs == {("a", 0, 0, 4 * s), ("b", 1, 0, s), ("c", 1, s, 3 * s)}


def test_a_sample_of_the_sampling_itself_shows_nothing():
    begins, ours = f"call\0{stacks._OWN}/middleware.py\x001", f"stop\0{stacks.__file__}\x002"
    records = [
        ([begins, "a\0f\x001"], 1),
        ([begins, ours, "_stop\0pyinstrument/profiler.py\x003"], 1),
    ]
    assert [run.frame for run in stacks.runs(records, 0)] == ["a\0f\x001"]
