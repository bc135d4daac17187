"""What spans have in common: a shape, which spans on their way to the disk refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cycleprof.model import Attribute, Origin, Status

Lane = tuple[str, str | None]
"""The names of the thread and of the task that a span ran in."""

Row = tuple["Shape", int, int | None, int, int, Sequence[Attribute], Lane]
"""A span on its way to the disk: shape, id, parent's id, start, end, the values of the shape's
``keys``, and where it ran. A plain tuple costs a tenth of a :class:`~cycleprof.model.Span`."""

Key = tuple[Any, ...]

_MOST_KEPT = 4_096


class Shape:
    """The stage, name, origin, ... of some spans, and the names of their attributes.

    ``said`` are the attributes whose values are the same for all of them, ``keys`` the names of
    the others; ``names`` are both in the order in which a span has them.
    """

    __slots__ = (
        "keys", "more", "name", "names", "origin", "overlay", "said", "stage", "status", "told",
        "weight",
    )  # fmt: skip

    def __init__(  # noqa: PLR0913, PLR0917 - a span has so many parts
        self, stage: str, name: str, status: Status, overlay: bool,  # noqa: FBT001 - one of them
        origin: Origin | None, names: tuple[str, ...], said: Mapping[str, Attribute] | None = None,
    ) -> None:  # fmt: skip
        self.stage = stage
        self.name = name
        self.status = status
        self.overlay = overlay
        self.origin = origin
        self.names = names
        self.said = said or {}
        self.keys = tuple(one for one in names if one not in self.said) if said else names
        self.told: str | None = None
        """How ``packing`` writes it, once it has been written."""
        self.weight = 0
        """Likewise: how much of a document it makes for each span."""
        self.more: Shape | None = None

    def attributes(self, values: Sequence[Attribute]) -> dict[str, Attribute]:
        """All attributes of a span, given the values of its own."""
        if not self.said:
            return dict(zip(self.keys, values, strict=True))
        own = iter(values)
        said = self.said
        return {name: said[name] if name in said else next(own) for name in self.names}

    def value(self, name: str, values: Sequence[Attribute]) -> Attribute:
        """One attribute of a span; None if it has no such."""
        if name in self.said:
            return self.said[name]
        return values[self.keys.index(name)] if name in self.keys else None

    def with_more(self, names: tuple[str, ...]) -> Shape:
        """The shape of spans that have these attributes as well, after the others."""
        found = self.more
        if found is None or found.names[len(self.names) :] != names:
            found = self.more = shape_of(
                self.stage, self.name, self.status, self.overlay, self.origin,
                (*self.names, *names),
            )  # fmt: skip
        return found


_kept: dict[Key, Shape] = {}


def shape_of(  # noqa: PLR0913, PLR0917 - as above
    stage: str, name: str, status: Status, overlay: bool,  # noqa: FBT001 - one of them
    origin: Origin | None, names: tuple[str, ...],
) -> Shape:  # fmt: skip
    """The shape of spans that have nothing but the names of their attributes in common.

    The same is given again to the next profile, whose spans are mostly like those of the last.
    """
    # Origins are made once per line, so the same one is the same object, and the shape keeps it.
    key = (stage, name, status, overlay, id(origin), names)
    found = _kept.get(key)
    if found is None:
        found = Shape(stage, name, status, overlay, origin, names)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = found
    return found
