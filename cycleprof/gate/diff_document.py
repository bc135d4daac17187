"""A difference as the JSON document that API and command line give."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cycleprof import serialize
from cycleprof.gate.alignment import Node
from cycleprof.gate.diff import Diff
from cycleprof.gate.sentence import Part
from cycleprof.model import Report

COMPARE_SCHEMA = "cycleprof.compare/1"

_DEEPEST = 100

Document = dict[str, Any]


def diff_document(diff: Diff) -> Document:
    """The document of a difference, as described by its schema."""
    return {
        "schema": COMPARE_SCHEMA,
        "sentence": diff.sentence,
        "parts": [_part(one) for one in diff.parts],
        "notes": list(diff.notes),
        "worse": diff.is_worse,
        "base": [_side(report) for report in diff.base],
        "head": [_side(report) for report in diff.head],
        "totals": {
            name: {"base": _number(base), "head": _number(head), "delta": _number(head - base)}
            for name, (base, head) in diff.totals.items()
        },
        "queries": [
            {"fingerprint": one.fingerprint, "sql": one.sql, **_row(one.node)}
            for one in diff.queries
        ],
        "calls": [_row(node) for node in diff.calls],
        "findings": {
            "new": [serialize.finding_document(one) for one in diff.new_findings],
            "gone": [serialize.finding_document(one) for one in diff.gone_findings],
        },
        "tree": _tree(diff.tree),
    }


def _part(part: Part) -> Document:
    """What a clause of the sentence says, without what it does not."""
    return {key: value for key, value in asdict(part).items() if value is not None}


def _side(report: Report) -> Document:
    profile = report.profile
    return {
        "id": profile.id,
        "name": profile.name,
        "route": profile.request.route if profile.request else None,
        "started_at": profile.started_at,
        "duration_ns": profile.duration_ns,
    }


def _row(node: Node) -> Document:
    tally = node.tally
    return {
        "stage": node.stage.value,
        "label": node.label,
        "origin": serialize.origin_document(node.origin),
        "base_count": _number(tally.base_count),
        "head_count": _number(tally.head_count),
        "delta": _number(tally.delta),
        "base_ns": round(tally.base_ns),
        "head_ns": round(tally.head_ns),
        "verdict": tally.verdict,
    }


def _tree(root: Node) -> Document:
    """The tree; what lies deeper than readers of JSON can follow stands flat in the last level."""
    path: list[Document] = []
    for node, depth in root.descend():
        document = {**_row(node), "children": []}
        del path[min(depth, _DEEPEST) :]
        if path:
            path[-1]["children"].append(document)
        path.append(document)
    return path[0]


def _number(value: float) -> float | int:
    value = round(value, 2)
    return int(value) if value == int(value) else value
