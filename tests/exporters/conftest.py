from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from cycleprof import analyse
from cycleprof.model import (
    ExceptionInfo,
    Origin,
    Profile,
    RequestInfo,
    ResponseInfo,
    Span,
    Stage,
)

HERE = Path(__file__).parent
AUTHOR = "SELECT * FROM blog_author WHERE id = 7"


def span(number, parent, stage, name, *times, **changes):
    start, end = times
    return Span(id=number, parent_id=parent, stage=Stage(stage), name=name, start_ns=start,
                end_ns=end, **changes)  # fmt: skip


def query(number, parent, start, end):
    attributes = {"db.query.text": AUTHOR, "db.system.name": "sqlite", "cycleprof.alias": "default",
                  "cycleprof.rows": 1, "cycleprof.ratio": 0.5, "cycleprof.none": None}  # fmt: skip
    origin = Origin(file="blog/templates/a b.html", line=3, template="a b.html")
    return span(number, parent, "db", "SELECT blog_author", start, end,
                attributes=attributes, origin=origin)  # fmt: skip


@pytest.fixture
def profile():
    """A request with odd nanoseconds, nesting, overlap, an empty span, an overlay, and trouble."""
    spans = (
        span(1, None, "server", "GET /posts/", 0, 42_000_123),
        span(2, 1, "middleware", "django.Middleware", 1_001, 41_999_999),
        span(3, 2, "transaction", "atomic", 2_000, 40_000_000, overlay=True),
        span(4, 2, "view", "blog.views.list", 2_003, 40_000_001,
             attributes={"list": ["a", "b"], "flag": True}),
        query(5, 4, 3_001, 3_999),
        query(6, 4, 4_001, 5_000),
        query(7, 4, 5_000, 6_001),
        span(8, 4, "http", "GET api", 7_000, 30_000_000, attributes={
            "url.full": "https://api.test/x?y=1", "http.request.method": "GET",
            "http.response.status_code": 200}),
        span(9, 4, "http", "GET other", 8_000, 35_000_000),
        span(10, 9, "user", "inside the other", 9_000, 9_000),
        span(11, 4, "user", "moment", 36_000_000, 36_000_000),
        span(12, 2, "response", "stre\x00am \ud800 <b>|", 40_500_000, 41_000_000, status="error"),
    )  # fmt: skip
    return Profile(
        id="0" * 11 + "1" * 21, kind="request", name="GET /posts/", duration_ns=42_000_123,
        started_at="2026-11-20T12:00:00.123456Z", spans=spans,
        versions={"cycleprof": "0.1.0", "python": "3.13.0", "django": "6.1"},
        request=RequestInfo(method="GET", path="/posts/", route="posts/", view="blog.views.list",
                            headers={"Host": "shop.test"}, query={"q": ["a", "b"]},
                            http_version="1.1"),
        response=ResponseInfo(status=500, content_type="text/html", size_bytes=5120,
                              first_byte_ns=40_500_000),
        exception=ExceptionInfo(type="ValueError", message="bad"),
    )  # fmt: skip


@pytest.fixture
def report(profile):
    found = analyse(profile)
    assert [one.code for one in found.findings] == ["CP007"]
    return found


@pytest.fixture
def clean(profile):
    """The same without findings."""
    return analyse(replace(profile, spans=profile.spans[:4]))


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """The folder with the schemas that the formats' makers publish on npm."""
    folder = Path(os.environ.get("CYCLEPROF_READERS", HERE.parents[1] / ".nox" / "readers"))
    wanted = (HERE / "package.json").read_text()
    if not (folder / "node_modules").exists() or (folder / "package.json").read_text() != wanted:
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("no npm to install the formats' schemas with")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(wanted)
        command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=folder, check=True, timeout=300)
    return folder / "node_modules"


@pytest.fixture
def schema_of(published):
    return lambda path: json.loads((published / path).read_bytes())
