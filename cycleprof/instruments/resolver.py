"""URL resolution: which route matched, what was tried before it, and the calls of ``reverse()``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, URLResolver

from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import tallied
from cycleprof.lazy import regex
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details

_MOST_TRIED = 200
_CONVERTER = regex(r"(?<!\?P)<(?:(?P<converter>[^>:]+):)?(?P<name>\w+)>")


class _Walk:
    """What resolving one path went through."""

    # Made for every request: so there is no __init__ to call.
    path: str
    resolvers: list[URLResolver]
    match: ResolverMatch | None = None
    failure: Resolver404 | None = None


def install(patches: Patches) -> None:
    patches.replace(BaseHandler, "resolve_request", _resolve_request)
    patches.replace(URLResolver, "resolve", _resolve)
    # Private, but reverse() is imported by name everywhere and always ends up here.
    patches.replace(URLResolver, "_reverse_with_prefix", _reverse)


def _resolve_request(original: Callable[..., Any]) -> Callable[..., Any]:
    def resolve_request(self: BaseHandler, request: HttpRequest) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, request)
        walk = _Walk()
        walk.path, walk.resolvers = request.path_info, []
        span = scope.enter(Stage.RESOLVE, _describe, walk)
        try:
            walk.match = match = original(self, request)
        except BaseException as error:
            if isinstance(error, Resolver404):
                # Without its traceback, whose frames refer to the request.
                walk.failure = Resolver404(*error.args)
            span.fail(error)
            raise
        span.leave()
        return match

    return resolve_request


def _resolve(original: Callable[..., Any]) -> Callable[..., Any]:
    def resolve(self: URLResolver, path: str) -> Any:
        scope = ACTIVE.get()
        if scope is not None and scope.describe is _describe:
            scope.raw.resolvers.append(self)
        return original(self, path)

    return resolve


def _reverse(original: Callable[..., Any]) -> Callable[..., Any]:
    def _reverse_with_prefix(self: URLResolver, *args: Any, **kwargs: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, *args, **kwargs)
        return tallied(scope, "cycleprof.reverse", original, self, *args, **kwargs)

    return _reverse_with_prefix


def _describe(walk: _Walk) -> Details:
    resolvers = [str(one.pattern) for one in walk.resolvers[1:]]  # the first is the URLconf itself
    if walk.match is None:
        tried = _failed_with(walk.failure)
        return Details(
            f"no pattern matches {walk.path}",
            attributes={
                "cycleprof.patterns_tried": len(tried),
                "cycleprof.resolvers": resolvers,
                "cycleprof.tried": tried[:_MOST_TRIED],
            },
        )
    return _described(walk.match, resolvers)


def _described(match: ResolverMatch, resolvers: list[str]) -> Details:
    attributes: dict[str, Attribute] = {
        "http.route": match.route,
        "cycleprof.url_name": match.view_name,
        "cycleprof.view": match._func_path,
        "cycleprof.patterns_tried": max(len(match.tried or ()) - 1, 0),  # the last one matched
        "cycleprof.resolvers": resolvers,
    }
    if match.namespaces:
        attributes["cycleprof.namespace"] = ":".join(match.namespaces)
    converters = [
        f"{found['name']}: {found['converter'] or 'str'}"
        for found in _CONVERTER().finditer(match.route or "")
    ]
    if converters:
        attributes["cycleprof.converters"] = converters
    return Details(match.route or "(the root)", attributes=attributes)


def _failed_with(failure: Resolver404 | None) -> list[str]:
    """The patterns of a 404, each as the chain of includes that led to it."""
    info = failure.args[0] if failure is not None and failure.args else None
    tried = info.get("tried", ()) if isinstance(info, dict) else ()
    return [" ".join(filter(None, (str(step.pattern) for step in chain))) or "(the root)"
            for chain in tried]  # fmt: skip
