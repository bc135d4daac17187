"""CP060: a call that blocks, in the middle of an async view."""

from __future__ import annotations

import asyncio
import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .page import FindingPage

READING_S = 0.4


def _read_thermometer() -> str:
    """Wait for a slow instrument, as a library without async support would."""
    time.sleep(READING_S)
    return "4 degrees by the pond"


async def blocked_bad(request: HttpRequest) -> HttpResponse:
    reading = _read_thermometer()  # trigger: cp060
    return render(request, "blog/findings/lines.html", {"lines": [reading]})


async def blocked_fixed(request: HttpRequest) -> HttpResponse:
    reading = await asyncio.to_thread(_read_thermometer)
    return render(request, "blog/findings/lines.html", {"lines": [reading]})


PAGES = (
    FindingPage(
        code="CP060",
        slug="cp060",
        title="A blocked event loop",
        look_for="An async view waits in synchronous code: no other request is served meanwhile.",
        model="",
        relation="",
        remedy="none",
        bad=blocked_bad,
        fixed=blocked_fixed,
        needs="This pair needs an ASGI server, whose event loop can be blocked: under runserver "
        "neither page has a finding. In the project's folder:",
        command="cd demo_site && ../.venv/bin/python -m uvicorn config.asgi:application",
    ),
)
