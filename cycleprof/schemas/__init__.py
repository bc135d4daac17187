"""The JSON Schemas of the documents, as files that are also their documentation."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

NAMES = ("profile", "report", "run", "summary", "compare", "explain", "change", "error", "panels")
_EMBEDS = {"report": ("profile",), "compare": ("profile", "report"), "run": ("profile", "report")}


@lru_cache(maxsize=len(NAMES))
def read(name: str) -> bytes:
    """The schema of one kind of document, whole: it refers to no other file.

    Raises:
        LookupError: there is no such kind.
    """
    schema = _load(name)
    for other in _EMBEDS.get(name, ()):
        schema["$defs"] = {**_embedded(other), **schema["$defs"]}
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _load(name: str) -> dict[str, Any]:
    if name not in NAMES:
        raise LookupError(f"there is no schema {name!r}")
    text = (Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _embedded(name: str) -> dict[str, Any]:
    """A schema and its parts as definitions of the document that holds it."""
    schema = _load(name)
    own = {key: value for key, value in schema.items() if key not in {"$schema", "$id", "$defs"}}
    return {**schema["$defs"], name: own}
