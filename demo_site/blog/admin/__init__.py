"""The admin: every model, with one list done badly and one done right."""

from __future__ import annotations

from . import comments, posts, rest

__all__ = ["comments", "posts", "rest"]
