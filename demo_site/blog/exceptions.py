"""The blog's own exception."""

from __future__ import annotations


class UnavailableError(Exception):
    """Something that a page needs cannot be reached; RescueMiddleware answers with a 503."""
