"""The outermost middleware: decides, records, and sends the answer on with the tool's headers."""

from __future__ import annotations

import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cycleprof.conf import get_config, is_enabled
from cycleprof.cycle import Cycle, forget_entry
from cycleprof.lazy import LOADING
from cycleprof.recorder import ACTIVE, clock, suppressed
from cycleprof.toolbar.access import is_cross_site, refusal
from cycleprof.toolbar.headers import FAILED, SKIP, decorate

logger = logging.getLogger("cycleprof")

_BROKEN = (
    '{"error": {"code": "internal", "message": "cycleprof failed",'
    ' "hint": "The server\'s log has the traceback; please report it."}}'
)
_OURS = "one of the tool's own addresses"

GetResponse = Callable[[HttpRequest], Any]


class CycleprofMiddleware:
    """Wraps ``get_response``. Sync and async requests take the same steps."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: GetResponse) -> None:
        if not is_enabled():
            raise MiddlewareNotUsed(
                'cycleprof is off: DEBUG is false and CYCLEPROF["ENABLED"] unset'
            )
        self.get_response = get_response
        self._async = iscoroutinefunction(get_response)
        if self._async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self._async:
            return self._acall(request)
        reason = _reason_to_skip(request)
        if reason is _OURS:
            if not _is_refused(request):
                return _respond(request)
            reason = _reason_to_skip(request, ours=False)
        if reason is not None:
            response: HttpResponseBase = self.get_response(request)
            if reason:
                response.headers[SKIP] = reason
            return response
        cycle = _begin(request)
        if cycle is None:
            return _skipped(self.get_response(request), FAILED)
        try:
            response = self.get_response(request)
        except BaseException as error:
            _failed(cycle, error)
            raise
        finally:
            cycle.leave()
        return _finish(cycle, response)

    async def _acall(self, request: HttpRequest) -> HttpResponseBase:
        reason = _reason_to_skip(request)
        if reason is _OURS:
            if not await _call(_is_refused, request):
                return await sync_to_async(_respond, thread_sensitive=False)(request)
            reason = _reason_to_skip(request, ours=False)
        if reason is not None:
            response: HttpResponseBase = await self.get_response(request)
            if reason:
                response.headers[SKIP] = reason
            return response
        cycle = _begin(request)
        if cycle is None:
            return _skipped(await self.get_response(request), FAILED)
        try:
            response = await self.get_response(request)
        except BaseException as error:
            _failed(cycle, error)
            raise
        finally:
            cycle.leave()
        try:
            answer: HttpResponseBase = await _call(_finish, cycle, response)
        except BaseException as error:  # cancelled while ACCESS was being asked
            _failed(cycle, error)
            raise
        return answer


async def _call(function: Callable[..., Any], *args: Any) -> Any:
    """Where ACCESS is asked, it may ask the database, for which the event loop is no place."""
    if get_config().access is None:
        return function(*args)
    return await sync_to_async(function)(*args)


def _begin(request: HttpRequest) -> Cycle | None:
    """Start recording. Whatever goes wrong in that, the application goes on without us."""
    before = ACTIVE.get()
    try:
        cycle = Cycle(request)
        cycle.enter()
    except Exception:
        logger.exception("cycleprof could not begin to record %r", request.path)
        ACTIVE.set(before)
        return None
    return cycle


def _is_refused(request: HttpRequest) -> bool:
    """Whether this viewer is to find at our address what the application has there: nothing."""
    try:
        with suppressed():
            return refusal(request) is not None or is_cross_site(request)
    except Exception:
        logger.exception("cycleprof could not tell who asks for %r; nobody may see", request.path)
        return True


def _respond(request: HttpRequest) -> HttpResponseBase:
    """Our answer. Nothing outside of us turns an exception into one: we are the outermost."""
    forget_entry(request)
    response: HttpResponseBase
    try:
        with LOADING:
            from cycleprof.toolbar.routes import respond  # noqa: PLC0415 - needs panels, exporters, all

        with suppressed():
            response = respond(request)
    except Exception:
        logger.exception("cycleprof could not answer %r", request.path)
        response = HttpResponse(_BROKEN, status=500, content_type="application/json")
    response.headers[SKIP] = "own-address"
    return response


def _reason_to_skip(request: HttpRequest, *, ours: bool = True) -> str | None:
    """Why this request is not recorded; the empty string if not even that may be said.

    ``ours`` is false where the address is one of ours, and is nonetheless the application's.

    In one step, since this and what it calls is what a request costs that is not recorded.
    """
    try:
        config, path = get_config(), request.path_info
        if not (settings.DEBUG if config.enabled is None else config.enabled):  # as is_enabled()
            return ""
        if ours and f"{path}/".startswith(config.url_prefix):
            return _OURS
        if path.startswith(config.exclude or ("\0",)):
            return "excluded-path"
        if config.sample < 1 and random.random() >= config.sample:  # noqa: S311 - not a secret
            return "sampled-out"
    except Exception:
        logger.exception("cycleprof could not tell whether to record %r", request.path)
        return FAILED
    return None


def _skipped(response: HttpResponseBase, reason: str) -> HttpResponseBase:
    if reason:
        response.headers[SKIP] = reason
    return response


def _failed(cycle: Cycle, error: BaseException) -> None:
    """Nothing answered: a cancelled task, or an exception that no handler may catch."""
    cycle.recorder.exception = cycle.recorder.exception or error
    cycle.end("error" if isinstance(error, Exception) else "cancelled")


def _finish(cycle: Cycle, response: HttpResponseBase) -> HttpResponseBase:
    started = clock()
    try:
        cycle.answered(response)
        decorate(cycle.request, response, cycle.recorder)
        cycle.recorder.overhead_ns += clock() - started
    except Exception:
        logger.exception("cycleprof could not follow the response of %r", cycle.request.path)
        cycle.end()
    return response
