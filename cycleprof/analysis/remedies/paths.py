"""Lookup paths: which of them a join can follow, and how they go with what is there already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cycleprof.analysis.evidence import Evidence, Use
from cycleprof.analysis.repeats import Repeat, source_line
from cycleprof.model.said import phrase, said

ADMIN = "django/contrib/admin/"
_LISTS = ("/options.py", "/views/main.py", "/templatetags/admin_list.py", "/change_list")
_CHOICES = phrase(" These are choices to pick from: it belongs to the queryset that gives them.")
SERIALIZERS = ("rest_framework/", "ninja/")


def quoted(names: Iterable[str]) -> str:
    """The names as arguments of a call."""
    return ", ".join(f'"{name}"' for name in names)


def merged(names: Sequence[str], path: str) -> list[str]:
    """The names with the path added; those that are a beginning of it are contained in it."""
    kept = [name for name in names if name not in {"*", path} and not path.startswith(f"{name}__")]
    return [*kept, path]


def crosses_many(repeat: Repeat, evidence: Evidence) -> bool:
    """Whether the way from the source to the relation passes a to-many relation or a prefetch."""
    base = repeat.first.base
    if not base or repeat.source is None:
        return False
    prefetched = repeat.source.names("cycleprof.prefetch_related")
    steps = base.split("__")
    begun = {"__".join(steps[: count + 1]) for count in range(len(steps))}
    if any(name in begun or name.startswith(f"{base}__") for name in prefetched):
        return True
    line = source_line(repeat.first, evidence)
    return any(
        use.kind == "to_many" and use.path in begun and source_line(use, evidence) == line
        for use in evidence.uses
    )


def is_raw(source: Use | None) -> bool:
    """Whether the source is SQL written by hand, into which nothing can be joined."""
    return source is not None and source.label("cycleprof.combinator") == "raw"


def is_admin_list(source: Use | None) -> bool:
    """Whether these are the rows of the admin's list, which has an option of its own for joins."""
    origin = source.span.origin if source is not None else None
    return origin is not None and ADMIN in origin.file and any(one in origin.file for one in _LISTS)


def _in_the_admin(file: str) -> str:
    if any(one in file for one in _LISTS):
        return said(" In the admin it belongs into the ModelAdmin.")
    return said(_CHOICES)


def where(source: Use | None) -> str:
    """A sentence about the place of the change, where it is not simply the source's line."""
    if source is not None and not is_raw(source) and source.label("cycleprof.combinator"):
        return said(" Write it on each of the querysets that are combined, not on the combination.")
    file = source.span.origin.file if source is not None and source.span.origin else ""
    if ADMIN in file:
        return _in_the_admin(file)
    if file.endswith(".html") and any(name in file for name in SERIALIZERS):
        return said(_CHOICES)
    if file.startswith(SERIALIZERS) or any(f"/{name}" in file for name in SERIALIZERS):
        return said(" It belongs to the view's queryset, or into its get_queryset().")
    return ""
