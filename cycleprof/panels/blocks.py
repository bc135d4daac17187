"""The vocabulary of panels: what a tab may be made of. Every block is frozen data, never markup.

On the wire a block is an object whose ``kind`` is the class's name in lower case. A browser that
does not know a kind shows its data as text, so blocks may be added freely.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cycleprof.panels.values import Message, Place, Scalar, Tone

ColumnKind = Literal["text", "number", "bar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The base of all blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Block):
    """A paragraph; ``lead`` is the emphasised beginning."""

    text: Scalar = None
    lead: Scalar = None
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(Block):
    """A line above what follows; ``place`` is the source it speaks of, ``copy`` a text to take.

    Where ``primary`` is set, taking it is what people have come for.
    """

    text: str | Message
    level: Literal[2, 3] = 3
    note: Scalar = None
    letter: str | None = None
    badge: Scalar = None
    place: Place | None = None
    copy: str | None = None
    copy_label: str | None = None
    primary: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions(Block):
    """Buttons: each copies its text. Where ``explain`` is a span's id, one asks for its plan."""

    items: tuple[tuple[str, str], ...]
    explain: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Block):
    """Names and values; several blocks of facts in a row stand side by side."""

    title: str | None = None
    rows: tuple[tuple[str, Scalar], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats(Block):
    """The few numbers that matter, each with what it is."""

    items: tuple[tuple[Scalar, str | Message], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The head of a table's column. Numbers stand right, bars take the room that is left."""

    label: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table. ``depth`` indents it; ``span`` is the id of the span it is about."""

    cells: tuple[Scalar, ...]
    depth: int = 0
    span: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Block):
    """Rows under columns; with depths it is a tree. ``empty`` is said where there are no rows."""

    label: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Block):
    """Lines of source with their numbers, or a text without. ``hot`` is the number to look at."""

    label: str
    language: Literal["python", "html", "sql", "text"] = "text"
    text: str | None = None
    lines: tuple[tuple[int, str], ...] = ()
    hot: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff(Block):
    """What to write instead: lines to remove and lines to add."""

    label: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(Block):
    """One upright bar per run, each with what told it apart from the others."""

    label: str | Message
    values: tuple[tuple[Scalar, int, int], ...]
    """Label, nanoseconds, id of the span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a split: a row in its list, and the blocks that it opens."""

    id: str
    title: Scalar
    blocks: tuple[Block, ...]
    letter: str | None = None
    marked: bool = False
    count: int | None = None
    total_ns: int | None = None
    note: Scalar = None
    flag: Scalar = None
    tags: tuple[str, ...] = ()
    search: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter above a split's list: it keeps the items that carry its tag."""

    tag: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Block):
    """A list whose entries open beside it. ``category`` colours the bars of its totals."""

    label: str
    items: tuple[Item, ...]
    chips: tuple[Chip, ...] = ()
    note: Scalar = None
    category: str = "db"
    empty: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun(Block):
    """A button that repeats a GET request and shows its profile.

    With ``sample`` the repeat samples Python stacks; without, it is compared with this one.
    """

    label: str
    address: str
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Live(Block):
    """A view that the browser keeps current by asking the API itself."""

    view: Literal["history", "compare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One tab. ``count`` stands beside its title, ``flag`` puts a dot there and says why."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    count: int | None = None
    flag: Scalar = None
