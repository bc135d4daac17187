"""The exception that a view or middleware let out, and the response that came of it."""

from __future__ import annotations

from collections.abc import Callable
from traceback import walk_tb
from typing import Any

from django.core.handlers import exception as handlers
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest

from cycleprof.frames import Site
from cycleprof.installed import is_library
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope


def install(patches: Patches) -> None:
    # Called by convert_exception_to_response(), sync and async, through the module's name.
    patches.replace(handlers, "response_for_exception", _response_for_exception)
    patches.replace(BaseHandler, "process_exception_by_middleware", _process_exception)


def _response_for_exception(original: Callable[..., Any]) -> Callable[..., Any]:
    def response_for_exception(request: HttpRequest, exc: Exception) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(request, exc)
        keep(scope, exc)
        with scope.open(Stage.RESPONSE, describe_response, exc) as span:
            response = original(request, exc)
            span.note("http.response.status_code", getattr(response, "status_code", None))
        return response

    return response_for_exception


def _process_exception(original: Callable[..., Any]) -> Callable[..., Any]:
    def process_exception_by_middleware(
        self: BaseHandler, exception: Exception, request: HttpRequest
    ) -> Any:
        scope = ACTIVE.get()
        if scope is not None:  # a middleware may answer it, and nothing else tell of it
            keep(scope, exception)
        return original(self, exception, request)

    return process_exception_by_middleware


def keep(scope: Scope, error: Exception) -> None:
    """Make an exception the cycle's own, unless an earlier one is."""
    if scope.recorder.exception is None:  # the first one is the cause of what follows
        scope.recorder.exception = error


def describe_response(error: BaseException) -> Details:
    """The answer to an exception, placed where the project let it out."""
    name = dotted(type(error)).removeprefix("builtins.")
    attributes: dict[str, Attribute] = {"exception.type": name}
    return Details(f"response for {name}", _raised_at(error), attributes)


def _raised_at(error: BaseException) -> Site | None:
    """The innermost line of the project that the exception passed through."""
    found = None
    for frame, line in walk_tb(error.__traceback__):
        code = frame.f_code
        if not is_library(code.co_filename):
            found = Site(code.co_filename, line, code.co_qualname)
    return found
