"""Spans that nest deeper than Python's calls are compared and drawn like others."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import cycleprof
from cycleprof.cli.commands.compare import _print
from cycleprof.cli.output import Output
from cycleprof.cli.waterfall import print_waterfall
from cycleprof.exporters import FORMATS
from cycleprof.gate.diff import compare
from cycleprof.gate.diff_document import diff_document
from cycleprof.gate.diff_markdown import diff_markdown
from cycleprof.model import Span, Stage
from tests.documents import validate
from tests.stores.profiles import make_profile

DEPTH = 2_000


def nested(depth, *, twice=False):
    """Spans of which each holds the next; with ``twice`` each a second, empty one of its name."""
    spans = [
        Span(id=n, parent_id=n - 1 or None, stage=Stage.USER, name="visit" if twice else f"v{n}x",
             start_ns=n, end_ns=9_000_000 - 2 * n)
        for n in range(1, depth + 1)
    ]  # fmt: skip
    if twice:
        spans += [
            replace(one, id=one.id + depth, start_ns=one.end_ns, end_ns=one.end_ns + 1)
            for one in spans[1:]
        ]
    return cycleprof.analyse(replace(make_profile(), spans=tuple(spans)))


@pytest.fixture(scope="module")
def diff():
    return compare([nested(DEPTH)], [nested(DEPTH - 1)])


def test_a_difference_is_a_document_that_others_can_read(diff):
    document = json.loads(json.dumps(diff_document(diff)))
    validate("compare", document)
    depth, rows, level = 0, 0, [document["tree"]]
    while level:
        depth, rows = depth + 1, rows + len(level)
        level = [child for one in level for child in one["children"]]
    assert rows == DEPTH
    assert depth <= 101


def test_a_difference_is_told_in_words(diff, capsys):
    assert diff_markdown(diff)
    _print(diff, type("A", (), {"tree": True})(), Output(as_json=False))
    assert "removed" in capsys.readouterr().out


@pytest.mark.parametrize("twice", [False, True])
def test_a_waterfall_is_drawn(capsys, twice):
    print_waterfall(nested(DEPTH, twice=twice), Output(as_json=False), 40)
    assert len(capsys.readouterr().out.splitlines()) >= 2


@pytest.mark.parametrize("name", [one.name for one in FORMATS])
def test_each_format_is_written(name):
    (chosen,) = [one for one in FORMATS if one.name == name]
    written = chosen.encode([nested(DEPTH)])
    assert (written == b"") == (name == "github")  # it has no finding to annotate
