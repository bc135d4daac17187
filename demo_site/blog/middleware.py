"""The demo's own middleware, each for one thing that middleware can do."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils.decorators import sync_and_async_middleware
from django.utils.deprecation import MiddlewareMixin

from .exceptions import UnavailableError

SyncNext = Callable[[HttpRequest], HttpResponseBase]
AsyncNext = Callable[[HttpRequest], Awaitable[HttpResponseBase]]

SLEEP_IN_S = 0.12
SLEEP_OUT_S = 0.06


@sync_and_async_middleware
def request_id(get_response: SyncNext | AsyncNext) -> SyncNext | AsyncNext:
    """Give each response an X-Request-Id, the client's own if it sent one."""
    if iscoroutinefunction(get_response):

        async def async_middleware(request: HttpRequest) -> HttpResponseBase:
            response = await get_response(request)  # type: ignore[misc]
            return _with_id(request, response)

        return async_middleware

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return _with_id(request, get_response(request))  # type: ignore[arg-type]

    return middleware


def _with_id(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    response["X-Request-Id"] = request.headers.get("X-Request-Id") or uuid.uuid4().hex
    return response


class SlowMiddleware:
    """Sleep before and after the view, on purpose, where the address asks for it (?slow=1)."""

    sync_capable = async_capable = True

    def __init__(self, get_response: SyncNext | AsyncNext) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if request.GET.get("slow") != "1":
            return self.get_response(request)
        if iscoroutinefunction(self):
            return self._slowly_async(request)
        time.sleep(SLEEP_IN_S)
        response = self.get_response(request)
        time.sleep(SLEEP_OUT_S)
        return response

    async def _slowly_async(self, request: HttpRequest) -> HttpResponseBase:
        await asyncio.sleep(SLEEP_IN_S)
        response = await self.get_response(request)  # type: ignore[misc]
        await asyncio.sleep(SLEEP_OUT_S)
        return response


class RescueMiddleware(MiddlewareMixin):
    """Answer the blog's own exception with a page; any other one goes on to Django."""

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        if not isinstance(exception, UnavailableError):
            return None
        response = render(request, "blog/errors/503.html", {"what": str(exception)}, status=503)
        response["Retry-After"] = "60"
        return response


class StepsMiddleware(MiddlewareMixin):
    """Add itself to the steps that a response not yet rendered lists; do nothing else."""

    def process_template_response(
        self, request: HttpRequest, response: SimpleTemplateResponse
    ) -> SimpleTemplateResponse:
        context = response.context_data
        if context and "steps" in context:
            context["steps"] = [*context["steps"], "process_template_response"]
        return response


class SyncOnly:
    """Knows nothing of async: behind ASGI Django adapts it on both of its sides."""

    def __init__(self, get_response: SyncNext) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)


class AsyncOnly:
    """Can only await what comes next: behind WSGI Django runs an event loop for it."""

    sync_capable = False
    async_capable = True

    def __init__(self, get_response: AsyncNext) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return await self.get_response(request)
