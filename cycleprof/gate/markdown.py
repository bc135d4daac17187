"""Recorded text as parts of Markdown: it ends no cell, no line, no code, and starts no tag."""

from __future__ import annotations

_LONGEST = 100


def cell(text: str) -> str:
    """Text within a sentence or a table's cell."""
    text = text.replace("|", "\\|").replace("\n", " ")
    return text.replace("<", "&lt;").replace(">", "&gt;")


def code(text: str) -> str:
    """The beginning of a statement as code; within code, tags are text."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    plain = short.replace("`", "'").replace("|", "\\|").replace("\n", " ")
    return f"`{plain}`"
