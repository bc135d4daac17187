"""A plan as the JSON document that API and command line give."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cycleprof.explain import Explained, Step

EXPLAIN_SCHEMA = "cycleprof.explain/1"


def explain_document(profile_id: str, span_id: int, found: Explained) -> dict[str, Any]:
    """The document of a plan, as described by its schema."""
    return {
        "schema": EXPLAIN_SCHEMA,
        "profile_id": profile_id,
        "span_id": span_id,
        "vendor": found.vendor,
        "alias": found.alias,
        "sql": found.sql,
        "plan": [_step(step) for step in found.plan.steps],
        "hints": list(found.plan.hints),
        "raw": found.plan.raw,
    }


def _step(step: Step) -> dict[str, Any]:
    return {**asdict(step), "children": [_step(child) for child in step.children]}
