"""The form in which a profile is kept: what its spans have in common is written down once.

A document of the wire format says each key, each name and each line of source again for every
span, and most of writing a profile would be writing those. Here spans of one *shape* (stage, name,
origin, names of attributes, ...) refer to it, and a span is a few numbers and the values of its
attributes in one flat list. It is JSON too, compressed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from cycleprof import model, serialize
from cycleprof.model import Stage

if TYPE_CHECKING:
    from cycleprof.model import Attribute, Origin, Profile, Span, Status

VERSION = 1

# Escapes make the text no shorter than UTF-8, and survive what is no valid Unicode.
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_LEVEL = 1
_PER_SPAN = 160
"""The bytes of a span's document besides names and values: its keys, and marks between them."""
_PER_ATTRIBUTE = 6


class Row(NamedTuple):
    """A span on its way to the disk, its stage as text.

    On that way these are plain tuples in this order, which cost a tenth of a :class:`Span`.
    """

    id: int
    parent_id: int | None
    stage: str
    name: str
    start_ns: int
    end_ns: int
    thread: str
    task: str | None
    status: Status
    origin: Origin | None
    overlay: bool
    attributes: dict[str, Attribute]


class Packed(NamedTuple):
    """A profile as it is kept, and the most bytes that its document can have."""

    content: bytes
    most: int


def pack(head: Profile, rows: Sequence[tuple[Any, ...]]) -> Packed:
    """Pack a profile: ``head`` is all of it but its spans, which are ``rows``."""
    shapes: dict[tuple[Any, ...], int] = {}
    uses: list[int] = []
    flat: list[Any] = []
    for one, parent, stage, name, start, end, thread, task, status, origin, overlay, values in rows:
        # Origins are made once per line, so the same one is the same object.
        shape = (stage, name, thread, task, status, overlay, id(origin), *values)
        number = shapes.get(shape)
        if number is None:
            number = shapes[shape] = len(uses)
            uses.append(0)
        uses[number] += 1
        flat += (number, one, parent, start, end, *values.values())
    origins = {id(row[9]): astuple(row[9]) for row in rows if row[9] is not None}
    told = [_encode([*key[:6], origins.get(key[6]), key[7:]]) for key in shapes]
    begin = _encode(serialize.profile_document(head))
    body = _encode(flat)
    text = f'{{"packed":{VERSION},"head":{begin},"shapes":[{",".join(told)}],"spans":{body}}}'
    most = len(begin) + len(body) + _PER_SPAN * len(rows)
    most += sum(
        count * (len(shape) + _PER_ATTRIBUTE * len(key))
        for count, shape, key in zip(uses, told, shapes, strict=True)
    )
    return Packed(zlib.compress(text.encode("ascii"), _LEVEL), most)


def pack_profile(profile: Profile) -> bytes:
    """Pack a whole profile."""
    return pack(replace(profile, spans=()), rows_of(profile.spans)).content


def rows_of(spans: Sequence[Span]) -> list[tuple[Any, ...]]:
    """Spans as rows."""
    return [
        (
            span.id, span.parent_id, span.stage.value, span.name, span.start_ns, span.end_ns,
            span.thread, span.task, span.status, span.origin, span.overlay, span.attributes,
        )
        for span in spans
    ]  # fmt: skip


def whole(head: Profile, rows: Sequence[tuple[Any, ...]]) -> Profile:
    """The profile that a head and rows are."""
    spans = (
        model.Span(
            id=one, parent_id=parent, stage=_STAGES[stage], name=name, start_ns=start,
            end_ns=end, thread=thread, task=task, status=status, origin=origin,
            overlay=overlay, attributes=values,
        )
        for one, parent, stage, name, start, end, thread, task, status, origin, overlay, values
        in rows
    )  # fmt: skip
    return replace(head, spans=tuple(spans))


@lru_cache(maxsize=2)
def opened(content: bytes) -> Profile:
    """As :func:`unpack`, for who asks again and again, as the panel does: two stay in memory."""
    return unpack(content)


def unpack(content: bytes) -> Profile:
    """The profile that was packed.

    Raises:
        DocumentError: it is of another version.
    """
    document = json.loads(zlib.decompress(content))
    if "schema" in document:  # as an older version of a store kept them
        return serialize.parse_profile(document)
    if document.get("packed") != VERSION:
        message = f"a profile that is kept in a form of version {document.get('packed')!r}"
        raise serialize.DocumentError(message)
    head = serialize.parse_profile(document["head"])
    return whole(head, list(_rows(document["shapes"], document["spans"])))


def _rows(shapes: list[list[Any]], flat: list[Any]) -> Iterator[tuple[Any, ...]]:
    origins = [_origin(*shape[6]) if shape[6] else None for shape in shapes]
    at = 0
    while at < len(flat):
        number, one, parent, start, end = flat[at : at + 5]
        stage, name, thread, task, status, overlay, _, keys = shapes[number]
        at += 5
        values = dict(zip(keys, flat[at : at + len(keys)], strict=True))
        at += len(keys)
        yield (
            one, parent, stage, name, start, end, thread, task, status, origins[number],
            overlay, values,
        )  # fmt: skip


def _origin(file: str, line: int, function: str | None, template: str | None) -> Origin:
    return model.Origin(file=file, line=line, function=function, template=template)


_STAGES = {stage.value: stage for stage in Stage}
