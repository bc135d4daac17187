"""Wraps every middleware chain that is built, to record its requests for the running test.

Unlike the middleware of the tool itself it adds no header and no panel, and needs no setting, so
that a test sees the very responses that it would see without it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cycleprof.conf import get_config, is_enabled
from cycleprof.instruments._patch import Patches
from cycleprof.testing.case import current
from cycleprof.testing.cycle import TestCycle


class Chain:
    """A chain with a recording around it. Without a test to record for, just the chain."""

    sync_capable = True
    async_capable = True

    def __init__(self, inner: Callable[[HttpRequest], Any]) -> None:
        self._inner = inner
        self._is_async = iscoroutinefunction(inner)
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        case = current()
        if case is None or _is_ours(request):
            return self._inner(request)
        cycle = TestCycle(request, case)
        return self._record_async(cycle) if self._is_async else self._record(cycle)

    def _record(self, cycle: TestCycle) -> HttpResponseBase:
        cycle.enter()
        try:
            response: HttpResponseBase = self._inner(cycle.request)
        except BaseException as error:
            cycle.failed(error)
            raise
        finally:
            cycle.leave()
        cycle.answered(response)
        return response

    async def _record_async(self, cycle: TestCycle) -> HttpResponseBase:
        cycle.enter()
        try:
            response: HttpResponseBase = await self._inner(cycle.request)
        except BaseException as error:
            cycle.failed(error)
            raise
        finally:
            cycle.leave()
        cycle.answered(response)
        return response


def _is_ours(request: HttpRequest) -> bool:
    return is_enabled() and request.path_info.startswith(get_config().url_prefix)


def install(patches: Patches) -> None:
    """Wrap the place where Django builds its chains, for those built from now on."""
    patches.replace(BaseHandler, "load_middleware", _load_middleware)


def _load_middleware(original: Callable[..., Any]) -> Callable[..., Any]:
    def load_middleware(self: BaseHandler, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        original(self, is_async)
        handler: Any = self
        handler._middleware_chain = Chain(handler._middleware_chain)  # noqa: SLF001 - complete by now, so replaced in one step

    return load_middleware
