"""Puts a queryset method into a line of Python, where that is certain to be right."""

from __future__ import annotations

import ast

_STANDARD = frozenset(
    [
        "all",
        "aggregate",
        "alias",
        "annotate",
        "bulk_create",
        "bulk_update",
        "complex_filter",
        "contains",
        "count",
        "create",
        "dates",
        "datetimes",
        "defer",
        "delete",
        "difference",
        "distinct",
        "earliest",
        "exclude",
        "exists",
        "explain",
        "extra",
        "filter",
        "first",
        "get",
        "get_or_create",
        "in_bulk",
        "intersection",
        "iterator",
        "last",
        "latest",
        "none",
        "only",
        "order_by",
        "prefetch_related",
        "raw",
        "reverse",
        "select_for_update",
        "select_related",
        "union",
        "update",
        "update_or_create",
        "using",
        "values",
        "values_list",
    ]
)
_MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})


def insert(line: str, call: str) -> str | None:
    """The line with the call put into its queryset; None where that is not certain.

    It goes behind the manager and behind what the project's own manager adds to it, and before
    everything of Django's own: a slice, an ordering or ``.get()`` stay what they are.
    """
    places = {_end(node, line) for node in _managers(line)}
    if len(places) != 1:
        return None
    (end,) = places
    return line[:end] + call + line[end:]


def _managers(line: str) -> list[ast.expr]:
    """The longest expression of each queryset that the call may follow."""
    tree = _parse(line)
    if tree is None:
        return []
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    return [
        _with_own_methods(node, parents)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in _MANAGERS
    ]


def _with_own_methods(node: ast.expr, parents: dict[ast.AST, ast.AST]) -> ast.expr:
    while True:
        attribute = parents.get(node)
        if not isinstance(attribute, ast.Attribute) or attribute.attr in _STANDARD:
            return node
        call = parents.get(attribute)
        if not isinstance(call, ast.Call) or call.func is not attribute:
            return node
        node = call


def _parse(line: str) -> ast.AST | None:
    """The line as a statement by itself, or as the head of one."""
    for source in (line, f"{line} pass", f"if 1: pass\n{line} pass"):
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError):
            continue
    return None


def _end(node: ast.expr, line: str) -> int:
    """Where the expression ends, in characters; ast counts bytes of UTF-8."""
    return len(line.encode()[: node.end_col_offset or 0].decode())
