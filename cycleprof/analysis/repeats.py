"""Gathers what belongs to one cause: the same thing asked again for one instance after another.

Grouping is global in the profile: neither the order of the queries nor the line, thread or task
that sent them tears a cause apart, since the source of the instances and the relation are known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

from cycleprof.analysis.evidence import Evidence, Use
from cycleprof.analysis.identity import place
from cycleprof.analysis.loops import loop_line, way
from cycleprof.analysis.queries import identity, text
from cycleprof.model import Origin

FORWARD = frozenset({"forward", "reverse_one", "generic"})
AGGREGATES = frozenset({"count", "exists", "aggregate", "contains"})
WRITING_VERBS = frozenset({"INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE"})
READING_VERBS = frozenset({"SELECT", "WITH", "VALUES", "("})
_WRITES = frozenset(
    {"save", "create", "update", "delete", "add", "remove", "set", "clear", "save_base", "asave",
     "get_or_create", "update_or_create", "adelete", "acreate"}
)  # fmt: skip
_BATCHES = frozenset({"bulk_create", "bulk_update", "in_bulk", "abulk_create", "abulk_update"})
_CHECKS = frozenset(
    {"full_clean", "validate_unique", "validate_constraints", "clean_fields", "clean"}
)
_HOUSEKEEPING = frozenset(
    {"contenttypes.ContentType", "sessions.Session", "migrations.Migration", "sites.Site"}
)


@dataclass(frozen=True)
class Repeat:
    """Uses that have one cause. ``source`` is the first evaluation that gave their instances."""

    code: str
    uses: tuple[Use, ...]
    source: Use | None
    source_rows: int

    @property
    def first(self) -> Use:
        return self.uses[0]

    @cached_property
    def count(self) -> int:
        """How often it happens; what cascades or goes to a parent's table belongs to its row."""
        own = sum(use.kind == "self" and use.model == use.owner for use in self.uses)
        return own or len(self.uses)

    @cached_property
    def parents(self) -> int:
        """How many different instances were asked; 0 where that is unknown."""
        return len({use.parent for use in self.uses if use.parent is not None})

    @cached_property
    def questions(self) -> int:
        """How many different statements, parameters included, were sent."""
        return len({identity(use.statements[0]) for use in self.uses if use.statements})

    @cached_property
    def trigger(self) -> Origin | None:
        """The line that sent most of them; where no relation tells of it, the one in the loop."""
        lines = Counter(_line(use) for use in self.uses if use.trigger is not None)
        return lines.most_common(1)[0][0] if lines else None


def _line(use: Use) -> Origin | None:
    return use.trigger if use.relation else loop_line(use.span) or use.trigger


def gather(evidence: Evidence) -> list[Repeat]:
    """Every group of at least two uses, by the code of the finding that it may be."""
    groups: dict[tuple[str, Hashable], list[Use]] = {}
    for use in evidence.uses:
        code = _code(use, evidence)
        if code is not None:
            groups.setdefault((code, _key(code, use, evidence)), []).append(use)
    return [_repeat(code, uses, evidence) for (code, _), uses in groups.items() if len(uses) > 1]


def _code(use: Use, evidence: Evidence) -> str | None:
    """Which finding the use belongs to, should it repeat; None if its repeating is no matter."""
    if is_housekeeping(use) or (use.operation in _BATCHES and not _is_of_one(use)):
        return None
    if "cycleprof.parents" in use.span.attributes:
        return "CP009" if _is_for_one(use, evidence) else None
    if use.operation == "prefetch" or (use.is_library_s and not use.relation):
        return None
    if use.verb in WRITING_VERBS:
        return "CP008"
    reads = use.verb in READING_VERBS and use.operation not in _WRITES
    return _reading(use, evidence) if reads else None


def _is_of_one(use: Use) -> bool:
    """Whether a dictionary is made of what is related to one instance, which is no batch."""
    return use.kind == "to_many" and use.operation == "in_bulk"


def is_housekeeping(use: Use) -> bool:
    """Whether Django asks for purposes of its own: content types, sessions, validation."""
    return use.model in _HOUSEKEEPING or use.operation in _CHECKS


def _is_for_one(use: Use, evidence: Evidence) -> bool:
    """Whether a prefetch was called for a single instance, and not by a queryset of one row."""
    above = evidence.by_id.get(use.span.parent_id or 0)
    called = above is None or "cycleprof.evaluation" not in above.attributes
    return called and use.number("cycleprof.prefetch.roots") == 1


def _reading(use: Use, evidence: Evidence) -> str:
    if use.kind in FORWARD:
        return "CP001"
    if use.kind == "deferred":
        return "CP003"
    if use.operation in AGGREGATES or is_aggregate(use):
        return "CP006"
    if use.kind == "to_many":
        return "CP004" if is_prefetched(use, evidence) else "CP002"
    return "CP005"


def is_aggregate(use: Use) -> bool:
    """Whether a statement without the ORM asks for a number or a yes only."""
    head = text(use.statements[0])[:60].upper().replace(" ", "")
    return use.operation == "sql" and head.startswith(
        ("SELECTCOUNT(", "SELECTEXISTS(", "SELECTSUM(", "SELECTMAX(", "SELECTMIN(", "SELECTAVG(")
    )


def is_prefetched(use: Use, evidence: Evidence) -> bool:
    """Whether the source queryset has prefetched just what is asked for again."""
    source = evidence.source(use)
    if source is None:
        return False
    return use.path in source.names("cycleprof.prefetch_related")


def _key(code: str, use: Use, evidence: Evidence) -> Hashable:
    if code == "CP008":
        return _write_key(use)
    if code == "CP009":
        steps = whole_lookup(use).split("__")[: len(root_path(use)) + 1]
        owner = use.owner if evidence.source(use) is None else None
        return (source_line(use, evidence), owner, *steps)
    if use.relation:
        source = source_line(use, evidence)
        shape = "" if code in {"CP001", "CP003"} else use.shape
        return (source, use.base, use.owner, use.relation, shape)
    return (use.shape, way(use.span), place(use.rendered_at))


def root_path(use: Use) -> list[str]:
    """The steps from the source queryset to the instance for which a prefetch was called."""
    steps = use.base.split("__") if use.base else []
    return steps[: max(len(steps) - use.number("cycleprof.prefetch.level"), 0)]


def whole_lookup(use: Use) -> str:
    """The path from the source queryset to the end of a prefetch, whichever level of it this is."""
    lookup = use.label("cycleprof.prefetch") or use.relation
    return "__".join([*root_path(use), lookup])


def _write_key(use: Use) -> Hashable:
    """Cascades and parent tables go with the instance that is written, so with one cause."""
    written = use.owner if use.kind is not None else use.model
    shape = "" if written else use.shape
    cascades = use.kind == "self" and use.operation == "delete"
    either = use.kind == "to_many" or use.operation.endswith("or_create")  # as it is needed
    verb = "" if cascades or either else use.verb
    return (use.operation, verb, written, use.relation, shape, place(use.trigger))


def source_line(use: Use, evidence: Evidence) -> Hashable:
    """The line of the source queryset: a queryset that is evaluated again is still one cause."""
    source = evidence.source(use)
    if source is None:
        return None
    origin = source.span.origin
    where = (origin.file, origin.line) if origin is not None else source.span.id
    return (source.model, where)


def _repeat(code: str, uses: list[Use], evidence: Evidence) -> Repeat:
    sources = {source.span.id: source for use in uses if (source := evidence.source(use))}
    ordered = sorted(sources.values(), key=lambda source: source.span.start_ns)
    return Repeat(
        code=code,
        uses=tuple(uses),
        source=ordered[0] if ordered else None,
        source_rows=sum(source.rows for source in ordered),
    )
