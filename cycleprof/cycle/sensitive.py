"""Values that the application itself calls sensitive, by Django's two decorators or in a route.

Cycleprof keeps no variables and no bodies, but such a value may also stand in a statement's
parameters, a cache key or an exception's message.
"""

from __future__ import annotations

from collections.abc import Iterator
from traceback import walk_tb
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

from cycleprof import redact

_SHORTEST = 3  # shorter ones stand by chance in any text
_MOST = 100


class _Always(SafeExceptionReporterFilter):
    """Django's own reading of the decorators, which it follows only while DEBUG is off."""

    def is_active(self, request: HttpRequest | None) -> bool:  # noqa: ARG002 - Django's signature
        return True

    def cleanse_special_types(self, request: HttpRequest | None, value: Any) -> Any:  # noqa: ARG002 - likewise
        """The value untouched: a lazy object that is asked for its class may ask the database."""
        return value


def sensitive_values(request: HttpRequest, error: BaseException | None) -> tuple[str, ...]:
    """Form values, local variables and parts of the path, longest first.

    A word of the route itself is none: who logs in as "admin" must not hide ``admin/login/``.
    """
    match = request.resolver_match
    if error is None and request.__dict__.get("_post") is None and not (match and match.kwargs):
        return ()  # as of nearly all
    reader = _Always()
    values = [*_posted(request, reader), *_local(request, error, reader), *_captured(request)]
    texts = (str(one) if type(one) is int else one for one in values)
    # By its type: isinstance() would ask the object, which may be a lazy one, for its class.
    found = {one for one in texts if issubclass(type(one), str) and len(one) >= _SHORTEST}
    route = request.resolver_match.route if request.resolver_match else ""
    found -= set(route.split("/"))
    return tuple(sorted(map(str.__str__, found), key=len, reverse=True)[:_MOST])


def _posted(request: HttpRequest, reader: _Always) -> Iterator[Any]:
    # Private, but the public name would read the body, and it is not ours to read.
    parsed = request.__dict__.get("_post")
    if parsed is None or not hasattr(request, "sensitive_post_parameters"):
        return
    cleansed = reader.get_post_parameters(request)
    for name, values in parsed.lists():
        if cleansed.get(name) == reader.cleansed_substitute:
            yield from values


def _captured(request: HttpRequest) -> Iterator[str]:
    """What a route calls a token or the like, such as ``activate/<str:token>/``."""
    match = request.resolver_match
    for name, value in match.kwargs.items() if match is not None else ():
        if isinstance(value, str) and redact.is_telling(name):
            yield value


def _local(request: HttpRequest, error: BaseException | None, reader: _Always) -> Iterator[Any]:
    if error is None:
        return
    for frame, _ in walk_tb(error.__traceback__):
        values = frame.f_locals
        for name, shown in reader.get_traceback_frame_variables(request, frame):
            if shown is reader.cleansed_substitute:
                yield values.get(name)
