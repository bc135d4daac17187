"""Tells which compiled templates render no others, as most that are included in a loop do."""

from __future__ import annotations

from types import FunctionType
from typing import Any

_OTHERS = frozenset(
    {"get_template", "select_template", "get_or_select_template", "blocks", "super", "call",
     "extensions", "Macro", "_get_default_module"}
)  # fmt: skip
"""What compiled code names where it renders others, or calls functions that may count something
on the span that is open."""


def renders_alone(function: FunctionType, environment: Any) -> bool:
    """Whether a template or block gives out texts and attributes, by Jinja2's own filters only."""
    from jinja2 import defaults  # noqa: PLC0415 - imported only where the application uses it

    code = function.__code__
    if not _OTHERS.isdisjoint(code.co_names):
        return False
    words = {one for one in code.co_consts if isinstance(one, str)}
    filters, tests = defaults.DEFAULT_FILTERS, defaults.DEFAULT_TESTS  # type: ignore[attr-defined]  # not exported by name
    return _are_own(words, environment.filters, filters) and _are_own(
        words, environment.tests, tests
    )


def _are_own(words: set[str], known: dict[str, Any], own: dict[str, Any]) -> bool:
    """Whether those of the words that name something are what Jinja2 knows by them."""
    return all(known[word] is own.get(word) for word in words.intersection(known))
