"""Every page of the demo, over real servers: its record is sound, and its body is its own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import requests

from tests.servers.site import COMMANDS, links, seed, serve

pytestmark = pytest.mark.once
INDEXES = ("/", "/findings/")
FRESH = (  # what Django makes anew for each answer, with or without cycleprof
    re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+'),
    re.compile(rb'(?<="csrfToken": ")\w+'),  # REST framework's browsable API
    re.compile(rb'(?<=<script nonce=")[\w-]+'),
    re.compile(rb'(?<="csrfToken": ")\w+'),
)
SCRIPT = re.compile(rb"<script[^>]*/__cycleprof__/[^>]*></script>")
FRAME = re.compile(r'<code class="fname">(.*?)</code>, line (\d+), in (\w+)')


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    return seed(tmp_path_factory.mktemp("demo"))


def _copy(seeded, name):
    for file in seeded.parent.glob(f"{seeded.stem}*"):
        shutil.copy(file, file.with_name(file.name.replace(seeded.stem, name)))
    return seeded.with_name(f"{name}{seeded.suffix}")


@pytest.mark.parametrize("server", [name for name in COMMANDS if name != "hypercorn"])
def test_every_page_is_recorded_soundly_and_answered_unchanged(server, seeded):
    recorded, plain = (_copy(seeded, f"{server}-{name}") for name in ("recorded", "plain"))
    with (
        serve(server, recorded, with_cycleprof=True) as ours,
        serve(server, plain, with_cycleprof=False) as theirs,
    ):
        pages = sorted({link for index in INDEXES for link in links(theirs.get(index).text)})
        assert len(pages) > 60
        problems = [problem for page in pages for problem in _problems(page, ours, theirs)]
    assert problems == []


def _problems(page, ours, theirs):
    """What is wrong with a page, one line for each."""
    answer, expected = _fetch(ours, page), _fetch(theirs, page)
    if answer is None or expected is None:
        assert answer is expected, f"{page} breaks off on one side only"
        return
    if _comparable(answer) != _comparable(expected):
        yield f"{page}: not the answer that it is without cycleprof"
    if "X-Cycleprof-Id" not in answer.headers:
        yield f"{page}: no profile"
        return
    yield from (f"{page}: {problem}" for problem in unsound(ours.report(answer)))


def _fetch(site, page):
    try:
        return site.get(page)
    except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError):
        return None  # the page that breaks off in the middle, on purpose


def _comparable(answer):
    if FRAME.search(answer.text):  # Django's error page, which shows memory addresses
        return answer.status_code, FRAME.findall(answer.text)
    body = SCRIPT.sub(b"", answer.content)
    for pattern in FRESH:
        body = pattern.sub(b"", body)
    return answer.status_code, body


def unsound(report):
    """Violations of what holds for every report."""
    profile = report["profile"]
    spans = {span["id"]: span for span in profile["spans"]}
    sums = sum(stage["exclusive_ns"] for stage in report["stages"])
    if sums + report["totals"]["unaccounted_ns"] != profile["duration_ns"]:
        yield "the stages do not add up to the duration"
    if set(profile["versions"]) != {"cycleprof", "django", "python"}:
        yield f"an instrument is off: {profile['versions']}"
    for span in spans.values():
        if "cycleprof.error" in span["attributes"]:
            yield f"{span['name']}: {span['attributes']['cycleprof.error']}"
        parent = spans.get(span["parent_id"])
        if parent is None:
            continue
        inside = parent["start_ns"] <= span["start_ns"] <= span["end_ns"] <= parent["end_ns"]
        if not inside or parent.get("overlay"):
            yield f"{span['name']} does not lie inside {parent['name']}"
        if span["origin"] and Path(span["origin"]["file"]).is_absolute():
            yield f"{span['name']} has an absolute path"
