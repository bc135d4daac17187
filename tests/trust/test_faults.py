"""Faults of ours: the request ends as it would have, and the profile says whose fault it was."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from cycleprof import recorder, runtime
from cycleprof.instruments import _spans, database
from cycleprof.recorder import Scope
from cycleprof.runtime import get_runtime

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "other"]),
    pytest.mark.urls("tests.site.urls"),
]
PATHS = ("/page/", "/two-databases/", "/stream/", "/classy/", "/template-response/", "/items/x/",
         "/gathered/a/3/", "/in-thread/", "/redirect/", "/nowhere/", "/fails/")  # fmt: skip
TAG = re.compile(rb"<script async.*?</script>")


def ask(path):
    """What the application answered, without what is ours; and the id of the profile."""
    answer = Client(raise_request_exception=False).get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return (answer.status_code, TAG.sub(b"", body)), answer.headers["X-Cycleprof-Id"]


def profile_of(profile_id):
    writer = get_runtime().writer
    assert writer.flush(10)
    return writer.store.get(profile_id)


def broken(function):
    def fail(*args, **kwargs):
        raise ZeroDivisionError("ours")

    fail.__module__ = function.__module__
    return fail


@pytest.fixture
def unharmed():
    return {path: ask(path)[0] for path in PATHS}


def _undescribed(method):
    return lambda self, stage, describe, raw: method(self, stage, broken(describe), raw)


@pytest.fixture
def _no_description_works(monkeypatch):
    left = Scope.leaf
    for name in ("open", "enter"):
        monkeypatch.setattr(Scope, name, _undescribed(getattr(Scope, name)))
    monkeypatch.setattr(
        Scope, "leaf",
        lambda self, stage, describe, raw, *rest: left(self, stage, broken(describe), raw, *rest),
    )  # fmt: skip


@pytest.mark.usefixtures("unharmed", "_no_description_works")
@pytest.mark.parametrize("path", PATHS)
def test_every_instrument_fails_to_describe_what_it_saw(path, request):
    before = request.getfixturevalue("unharmed")
    after, profile_id = ask(path)
    assert after == before[path]
    spans = profile_of(profile_id).spans[1:]
    told = {one.attributes["cycleprof.error"] for one in spans if one.name.startswith("(")}
    assert told
    assert all(re.match(r"ZeroDivisionError in \w+ while describing", one) for one in told)


@pytest.mark.parametrize("path", PATHS)
def test_every_instrument_fails_to_read_a_result(path, unharmed, monkeypatch):
    monkeypatch.setattr(_spans.Hook, "after", property(broken), raising=False)
    assert ask(path)[0] == unharmed[path]


@pytest.mark.parametrize("part", ["sight", "_row_count"])
@pytest.mark.parametrize("path", PATHS)
def test_the_look_at_statements_fails(path, part, unharmed, monkeypatch):
    monkeypatch.setattr(database, part, broken(getattr(database, part)))
    after, profile_id = ask(path)
    assert after == unharmed[path]
    spans = profile_of(profile_id).spans
    queries = [one for one in spans if "db.query.text" in one.attributes]
    if path == "/two-databases/":
        told = profile_of(profile_id).versions.get("instrument.database")
        assert told == "failed: ZeroDivisionError"
        assert not queries or part == "sight"


@pytest.mark.parametrize("place", ["Cycle.__init__", "Cycle.enter", "decorate"])
@pytest.mark.parametrize("path", PATHS)
def test_the_frame_around_it_fails(path, place, unharmed, monkeypatch, caplog):
    monkeypatch.setattr(f"cycleprof.middleware.{place}", broken(ask))
    answer = Client(raise_request_exception=False).get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (answer.status_code, TAG.sub(b"", body)) == unharmed[path]
    assert "ours" in caplog.text


def test_a_clock_that_goes_backwards_makes_no_broken_profile(monkeypatch):
    times = iter(range(2_000_000_000_000_000_000, 0, -1_000_000_000))
    monkeypatch.setattr(recorder.time, "time_ns", lambda: next(times))
    ids = [ask("/plain/")[1] for _ in range(3)]
    assert all(profile_of(one) is not None for one in ids)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_writer_thread_that_was_killed_is_replaced(monkeypatch):
    writer = get_runtime().writer
    monkeypatch.setattr(writer, "_write", lambda _: (_ for _ in ()).throw(SystemExit))
    ask("/plain/")
    writer._thread.join(10)
    assert not writer._thread.is_alive()
    monkeypatch.undo()
    assert profile_of(ask("/plain/")[1]) is not None


def test_a_store_that_cannot_be_opened_costs_no_request(settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.CYCLEPROF = {
        **settings.CYCLEPROF,
        "STORE": f"sqlite:///{tmp_path}/file/profiles.db",
    }
    runtime.forget()
    assert ask("/plain/")[0][0] == 200
