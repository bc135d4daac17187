"""Values as panels hand them over: typed, so that the browser formats them in its own language.

A plain string or number is shown as it is. Everything else says what it is: on the wire the first
field stands under the class's ``tag``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from cycleprof.model import Origin

Tone = Literal["plain", "warn", "good"]


@dataclass(frozen=True, slots=True)
class Value:
    """The base of all typed values."""

    tag: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Duration(Value):
    """A time in nanoseconds, shown with the unit that fits."""

    tag: ClassVar[str] = "ns"
    ns: int


@dataclass(frozen=True, slots=True)
class Share(Value):
    """A part of a whole, from 0 to 1, shown in per cent."""

    tag: ClassVar[str] = "share"
    part: float


@dataclass(frozen=True, slots=True)
class Size(Value):
    """A number of bytes."""

    tag: ClassVar[str] = "bytes"
    count: int


@dataclass(frozen=True, slots=True)
class Times(Value):
    """How often something happened, shown with a multiplication sign."""

    tag: ClassVar[str] = "times"
    count: int


@dataclass(frozen=True, slots=True)
class Mono(Value):
    """Text from a machine: names, keys, statements."""

    tag: ClassVar[str] = "mono"
    text: str


@dataclass(frozen=True, slots=True)
class Badge(Value):
    """A word in a pill. ``finding`` is the letter of a finding that it leads to."""

    tag: ClassVar[str] = "badge"
    text: str | Message
    tone: Tone = "plain"
    finding: str | None = None


@dataclass(frozen=True, slots=True)
class Place(Value):
    """A line of source, shown short and opened in the reader's editor."""

    tag: ClassVar[str] = "at"
    origin: Origin


@dataclass(frozen=True, slots=True)
class Parts(Value):
    """A bar: nanoseconds per category, drawn against ``whole_ns``; ``within`` is its tint."""

    tag: ClassVar[str] = "parts"
    parts: tuple[tuple[str, int], ...]
    whole_ns: int
    within: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Message(Value):
    """A sentence in the reader's language with places for values, as in ``{count} queries``."""

    tag: ClassVar[str] = "say"
    text: str
    values: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Several(Value):
    """Values that stand side by side, with ``between`` between them."""

    tag: ClassVar[str] = "several"
    items: tuple[Scalar, ...]
    between: str = " "


Scalar = str | int | float | Value | None
"""What a cell, a fact or a place in a message may hold."""


def say(text: str, /, **values: Scalar) -> Message:
    """A message; the text comes from :func:`~cycleprof.panels.surroundings.gettext`."""
    return Message(text, values)
