"""Statements of any form, as often as a loop sends them: every one is masked, judged and shown."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from cycleprof import redact, serialize
from cycleprof.analysis import analyse
from cycleprof.fingerprint import fingerprint
from cycleprof.model import Origin, Profile, Span, Stage
from cycleprof.panels import document

WORDS = (
    *("SELECT", "*", "FROM", "a", '"a"', "`b`", "[c]", ",", "(", ")", "JOIN", "ON", "WHERE", "="),
    *("%s", "id", "a.id", "UPDATE", "SET", "INSERT INTO", "VALUES", "DELETE", "IN", "ORDER BY"),
    *("LIMIT", "1", "FOR UPDATE", "SKIP LOCKED", "RETURNING", "COUNT(*)", "WITH x AS", "UNION"),
    *("'", "''", '"', "$$", "--", "/*", "*/", "\n", "\x00", "\ud800", ";", "AS", "GROUP BY"),
    *("AND", "OR", "SAVEPOINT", "é", "password", "token ="),
)
statements = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=40)


def profile(texts):
    """A view that sends each statement five times from one line, some within uses of the ORM."""
    spans = [_span(1, None, Stage.SERVER, {})]
    for text in texts:
        for turn in range(5):
            parent = 1
            if turn % 2:
                spans.append(_span(len(spans) + 1, 1, Stage.ORM, {"cycleprof.operation": "get"}))
                parent = len(spans)
            told = {"db.query.text": text, "db.query.parameter.0": text, "cycleprof.alias": "x"}
            spans.append(_span(len(spans) + 1, parent, Stage.DB, told))
    return Profile(
        id="0" * 32, kind="request", name="GET /", started_at="2026-11-20T19:42:08.000000Z",
        duration_ns=10**9, spans=tuple(spans),
    )  # fmt: skip


def _span(number, parent, stage, attributes):
    start = number * 1_000_000
    return Span(
        id=number, parent_id=parent, stage=stage, name="x", start_ns=start if parent else 0,
        end_ns=start + 900_000 if parent else 10**9, thread="t", task=None, attributes=attributes,
        origin=Origin(file="a.py", line=3, function="f", template=None),
    )  # fmt: skip


@given(st.lists(statements, min_size=1, max_size=4))
@settings(deadline=None, max_examples=300)
def test_any_statement_is_judged_and_shown(texts):
    report = analyse(profile(texts))
    assert json.loads(serialize.encode(serialize.report_document(report)))
    assert json.loads(serialize.encode(document(report)))


@given(statements)
@settings(deadline=None, max_examples=500)
def test_any_statement_can_be_masked_and_told_from_others(text):
    assert isinstance(redact.sql(text), str)
    assert isinstance(redact.mentions_secret(text), bool)
    assert fingerprint(text)
