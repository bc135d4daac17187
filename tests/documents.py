"""Holds a document against the JSON Schema that is shipped for its kind."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from cycleprof import schemas

SCHEMAS = {name: json.loads(schemas.read(name)) for name in schemas.NAMES}


def validate(name: str, document: object) -> None:
    """Raise jsonschema's ValidationError unless the document is valid."""
    Draft202012Validator(SCHEMAS[name]).validate(document)
