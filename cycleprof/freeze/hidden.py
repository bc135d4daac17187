"""Takes given values out of a profile, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from json import dumps
from urllib.parse import quote, quote_plus

from cycleprof.model import Attribute, ExceptionInfo, Profile, RequestInfo, ResponseInfo
from cycleprof.redact import MASK
from cycleprof.shapes import Row, Shape, shape_of

Rows = list[Row]

_LONG = 8
"""From so many characters on a value is none by chance, also as a part of a word."""
_KEPT_IN_ADDRESSES = "/#%[]=:;$&()+,!?*@'~"  # by Django's iri_to_uri


def without(head: Profile, rows: Rows, values: Sequence[str]) -> tuple[Profile, Rows]:
    """The profile with each of these values masked where it stands, a short one as a whole word.

    ``head`` is all of it but its spans, which are ``rows``.
    """
    if not values:
        return head, rows
    hidden = re.compile("|".join(_pattern(one) for value in values for one in _written(value)))
    masked = replace(
        head,
        name=hidden.sub(MASK, head.name),
        request=_request(head.request, hidden),
        response=_response(head.response, hidden),
        exception=_exception(head.exception, hidden),
    )
    shapes = {shape: _shape(shape, hidden) for shape in {row[0] for row in rows}}
    return masked, [_row(row, shapes[row[0]], hidden) for row in rows]


def without_text(head: Profile, rows: Rows) -> tuple[Profile, Rows]:
    """The profile with its times and lines only, for where it is unknown what is sensitive."""
    masked = replace(head, exception=_unsaid(head.exception))
    return masked, [
        (_unnamed(shape), one, parent, start, end, (), lane)
        for shape, one, parent, start, end, _, lane in rows
    ]


def _unnamed(shape: Shape) -> Shape:
    name = f"({shape.stage})"
    return shape_of(shape.stage, name, shape.status, shape.overlay, shape.origin, ())


def _unsaid(error: ExceptionInfo | None) -> ExceptionInfo | None:
    return None if error is None else replace(error, message=MASK)


def _written(value: str) -> Iterator[str]:
    """The value as texts may hold it: as it is, and in an address, in a repr, in JSON and so on."""
    if value.isalnum() and value.isascii():
        return iter((value,))
    address = value.encode("utf-8", "replace")  # strangers may send halves of characters
    forms = (
        value, quote(address), quote_plus(address), quote(address, _KEPT_IN_ADDRESSES),
        repr(value)[1:-1], dumps(value)[1:-1], escape(value), value.replace("'", "''"),
    )  # fmt: skip
    return iter(sorted(set(forms), key=len, reverse=True))


def _pattern(value: str) -> str:
    whole = re.escape(value)
    return whole if len(value) >= _LONG else rf"(?<!\w){whole}(?!\w)"


def _row(row: Row, shape: Shape, hidden: re.Pattern[str]) -> Row:
    _, one, parent, start, end, values, lane = row
    return shape, one, parent, start, end, [_attribute(value, hidden) for value in values], lane


def _shape(shape: Shape, hidden: re.Pattern[str]) -> Shape:
    return Shape(
        shape.stage, hidden.sub(MASK, shape.name), shape.status, shape.overlay, shape.origin,
        shape.names,
        {key: _attribute(value, hidden) for key, value in shape.said.items()},
    )  # fmt: skip


def _attribute(value: Attribute, hidden: re.Pattern[str]) -> Attribute:
    if isinstance(value, str):
        return hidden.sub(MASK, value)
    return [hidden.sub(MASK, one) for one in value] if isinstance(value, list) else value


def _request(request: RequestInfo | None, hidden: re.Pattern[str]) -> RequestInfo | None:
    if request is None:
        return None
    headers = {name: hidden.sub(MASK, value) for name, value in request.headers.items()}
    query = {
        name: [hidden.sub(MASK, one) for one in values] for name, values in request.query.items()
    }
    return replace(request, path=hidden.sub(MASK, request.path), headers=headers, query=query)


def _response(response: ResponseInfo | None, hidden: re.Pattern[str]) -> ResponseInfo | None:
    if response is None:
        return None
    headers = {name: hidden.sub(MASK, value) for name, value in response.headers.items()}
    return replace(response, headers=headers)


def _exception(error: ExceptionInfo | None, hidden: re.Pattern[str]) -> ExceptionInfo | None:
    return None if error is None else replace(error, message=hidden.sub(MASK, error.message))
