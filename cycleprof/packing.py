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
from dataclasses import replace
from functools import lru_cache
from operator import mul
from typing import TYPE_CHECKING, Any, NamedTuple

from cycleprof import model, serialize
from cycleprof.model import Stage
from cycleprof.shapes import Lane, Row, Shape, shape_of

if TYPE_CHECKING:
    from cycleprof.model import Origin, Profile, Span, Status

VERSION = 2
_READ = (1, 2)
"""Versions that can be read. In the first no shape says a value for all of its spans."""

# Escapes make the text no shorter than UTF-8, and survive what is no valid Unicode.
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_LEVEL = 1
_WINDOW, _MEMORY = 14, 5
"""Less than zlib's own choice: clearing that takes longer than to compress a small profile."""
_PER_SPAN = 160
"""The bytes of a span's document besides names and values: its keys, and marks between them."""
_PER_ATTRIBUTE = 6


class Packed(NamedTuple):
    """A profile as it is kept, and the most bytes that its document can have."""

    content: bytes
    most: int


def pack(head: Profile, rows: Sequence[Row]) -> Packed:
    """Pack a profile: ``head`` is all of it but its spans, which are ``rows``."""
    numbers: dict[Shape, int] = {}
    uses: list[int] = []
    flat: list[Any] = []
    lanes: list[list[Any]] = []
    last: Lane | None = None
    for shape, one, parent, start, end, values, lane in rows:
        number = numbers.get(shape)
        if number is None:
            number = numbers[shape] = len(uses)
            uses.append(0)
        uses[number] += 1
        if lane is not last:
            lanes.append([0, *lane])
            last = lane
        lanes[-1][0] += 1
        flat += (number, one, parent, start, end, *values)
    told = [shape.told or _told(shape) for shape in numbers]
    begin = _encode(serialize.profile_document(head))
    ran = _encode(lanes)
    body = _encode(flat)
    text = (
        f'{{"packed":{VERSION},"head":{begin},"shapes":[{",".join(told)}],'
        f'"lanes":{ran},"spans":{body}}}'
    )
    most = len(begin) + len(body) + _PER_SPAN * len(rows)
    most += sum(count * len(_encode(lane)) for count, *lane in lanes)
    most += sum(map(mul, uses, [shape.weight for shape in numbers]))
    return Packed(_compress(text.encode("ascii")), most)


def _told(shape: Shape) -> str:
    """A shape as it is written: an attribute is its name and, if all have the same, its value."""
    origin, said = shape.origin, shape.said
    line = (
        (origin.file, origin.line, origin.function, origin.template) if origin is not None else None
    )
    names = [(one, said[one]) if one in said else one for one in shape.names]
    shape.told = _encode((shape.stage, shape.name, shape.status, shape.overlay, line, names))
    shape.weight = len(shape.told) + _PER_ATTRIBUTE * len(names)
    return shape.told


def _compress(text: bytes) -> bytes:
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY)
    return squeeze.compress(text) + squeeze.flush()


def pack_profile(profile: Profile) -> bytes:
    """Pack a whole profile."""
    return pack(replace(profile, spans=()), rows_of(profile.spans)).content


def rows_of(spans: Sequence[Span]) -> list[Row]:
    """Spans as rows."""
    return [
        (
            shape_of(
                span.stage.value, span.name, span.status, span.overlay, span.origin,
                tuple(span.attributes),
            ),
            span.id, span.parent_id, span.start_ns, span.end_ns, tuple(span.attributes.values()),
            (span.thread, span.task),
        )
        for span in spans
    ]  # fmt: skip


def whole(head: Profile, rows: Sequence[Row]) -> Profile:
    """The profile that a head and rows are."""
    return replace(head, spans=tuple(_span(*row) for row in rows))


def _span(  # noqa: PLR0913, PLR0917 - a row's parts
    shape: Shape, one: int, parent: int | None, start: int, end: int, values: Sequence[Any],
    lane: Lane,
) -> Span:  # fmt: skip
    return model.Span(
        id=one, parent_id=parent, stage=_STAGES[shape.stage], name=shape.name, start_ns=start,
        end_ns=end, thread=lane[0], task=lane[1], status=shape.status, origin=shape.origin,
        overlay=shape.overlay, attributes=shape.attributes(values),
    )  # fmt: skip


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
    if document.get("packed") not in _READ:
        message = f"a profile that is kept in a form of version {document.get('packed')!r}"
        raise serialize.DocumentError(message)
    head = serialize.parse_profile(document["head"])
    spans, lanes = document["spans"], document.get("lanes")
    if lanes is None:
        return whole(head, list(_rows_of_first_version(document["shapes"], spans)))
    return whole(head, list(_rows(document["shapes"], spans, lanes)))


def _rows(told: list[list[Any]], flat: list[Any], lanes: list[list[Any]]) -> Iterator[Row]:
    shapes = [_shape(*one) for one in told]
    at = 0
    for count, thread, task in lanes:
        lane = (thread, task)
        for _ in range(count):
            number, one, parent, start, end = flat[at : at + 5]
            shape = shapes[number]
            at += 5 + len(shape.keys)
            yield shape, one, parent, start, end, flat[at - len(shape.keys) : at], lane


def _rows_of_first_version(told: list[list[Any]], flat: list[Any]) -> Iterator[Row]:
    """There, a shape says the thread and the task as well."""
    shapes = [_shape(stage, name, *others) for stage, name, _, _, *others in told]
    at = 0
    while at < len(flat):
        number, one, parent, start, end = flat[at : at + 5]
        shape, (_, _, thread, task, *_) = shapes[number], told[number]
        at += 5 + len(shape.keys)
        yield shape, one, parent, start, end, flat[at - len(shape.keys) : at], (thread, task)


def _shape(  # noqa: PLR0913, PLR0917 - the parts that are kept
    stage: str, name: str, status: Status, overlay: bool,  # noqa: FBT001 - likewise
    line: list[Any] | None, told: list[Any],
) -> Shape:  # fmt: skip
    origin = _origin(*line) if line else None
    said = {one[0]: one[1] for one in told if isinstance(one, list)}
    names = tuple(one[0] if isinstance(one, list) else one for one in told)
    return Shape(stage, name, status, overlay, origin, names, said)


def _origin(file: str, line: int, function: str | None, template: str | None) -> Origin:
    return model.Origin(file=file, line=line, function=function, template=template)


_STAGES = {stage.value: stage for stage in Stage}
