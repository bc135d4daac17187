"""Custom filters, registered for Django's templates and reused by the Jinja2 environment."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def first_words(text: str, count: int) -> str:
    """Return the first `count` words of `text`, with an ellipsis if any were left out."""
    words = text.split()
    return " ".join(words[:count]) + ("…" if len(words) > count else "")


@register.filter
def plural(count: int, noun: str) -> str:
    """Return the count with its noun: `1 comment`, `5 comments`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
