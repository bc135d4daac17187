"""Which filters a Django template uses that are not Django's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from django.template.base import FilterExpression, Node

from cycleprof.instruments._spans import dotted

_known: WeakKeyDictionary[Any, list[str]] = WeakKeyDictionary()


def custom_filters(template: Any) -> list[str]:
    """The dotted paths of their functions, sorted. Read from the compiled template, and once."""
    found = _known.get(template)
    if found is None:
        found = _known[template] = sorted(set(_search(template)))
    return found


def _search(template: Any) -> Iterator[str]:
    for node in template.nodelist.get_nodes_by_type(Node):
        for expression in _expressions(vars(node).values()):
            for function, *_ in expression.filters:
                owner = dotted(getattr(function, "__wrapped__", function))
                if not owner.startswith("django."):
                    yield owner


def _expressions(values: Any) -> Iterator[FilterExpression]:
    """The expressions that a node holds, itself or in a list or dict of arguments."""
    for value in values:
        if isinstance(value, FilterExpression):
            yield value
        elif isinstance(value, dict):
            yield from (one for one in value.values() if isinstance(one, FilterExpression))
        elif isinstance(value, list | tuple):
            yield from (one for one in value if isinstance(one, FilterExpression))
