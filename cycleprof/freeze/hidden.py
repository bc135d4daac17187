"""Takes given values out of a profile, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cycleprof.model import Attribute, ExceptionInfo, Profile, RequestInfo
from cycleprof.packing import Row
from cycleprof.redact import MASK

Rows = list[tuple[Any, ...]]


def without(head: Profile, rows: Rows, values: Sequence[str]) -> tuple[Profile, Rows]:
    """The profile with each of these values masked where it stands as a word of its own.

    ``head`` is all of it but its spans, which are rows of ``packing``.
    """
    if not values:
        return head, rows
    hidden = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, values))})(?!\w)")
    masked = replace(
        head,
        name=hidden.sub(MASK, head.name),
        request=_request(head.request, hidden),
        exception=_exception(head.exception, hidden),
    )
    return masked, [_row(one, hidden) for one in rows]


def _row(row: tuple[Any, ...], hidden: re.Pattern[str]) -> tuple[Any, ...]:
    one = Row._make(row)
    attributes = {key: _attribute(value, hidden) for key, value in one.attributes.items()}
    return one._replace(name=hidden.sub(MASK, one.name), attributes=attributes)


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


def _exception(error: ExceptionInfo | None, hidden: re.Pattern[str]) -> ExceptionInfo | None:
    return None if error is None else replace(error, message=hidden.sub(MASK, error.message))
