"""What a worker can measure of its own process."""

from __future__ import annotations

import gc
import os
import resource
import sys
import threading
import time
from typing import Any

from tests.benchmarks.client import Client
from tests.benchmarks.pages import PAGES, Page
from tests.benchmarks.variants import Variant

_REQUEST_THREADS = ("MainThread", "ThreadPoolExecutor", "asyncio")


def batch(
    variant: Variant, client: Client, page: str, share: float = 1.0, depth: int = 0
) -> dict[str, Any]:
    """Nanoseconds per request: CPU in the request's threads, steady CPU, with all drained, wall.

    ``request`` leaves out threads that work in the background, ``steady`` counts them as far as
    they came meanwhile, ``drained`` until they have done all that the batch left to them.
    ``depth`` is how many calls lie below. Python keeps its frames in pieces of 16 kB, and a page
    whose inner loop happens to call across the end of a piece takes half as long again: so each
    round puts all variants at another depth.
    """
    one = PAGES[page]
    count = max(round(one.batch * share), 1)
    gc.collect()
    behind, cpu, wall = _background_ns(), time.process_time_ns(), time.perf_counter_ns()
    _below(depth, client, one, count)
    took = time.perf_counter_ns() - wall
    steady, aside = time.process_time_ns() - cpu, _background_ns() - behind
    variant.drain()
    drained = time.process_time_ns() - cpu
    found = {"request": steady - aside, "steady": steady, "drained": drained, "wall": took}
    return {name: value / count for name, value in found.items()}


def _below(depth: int, client: Client, page: Page, count: int) -> None:
    if depth:
        _below(depth - 1, client, page, count)
        return
    for _ in range(count):
        _checked(client, page)


def _checked(client: Client, page: Page) -> None:
    answer = client.get(page)
    if answer.status != 200:
        raise RuntimeError(f"{page.path} answered {answer.status}")


def _background_ns() -> int:
    """CPU time so far of the threads that serve no request."""
    total = 0
    for thread in threading.enumerate():
        if not thread.name.startswith(_REQUEST_THREADS) and thread.ident is not None:
            total += time.clock_gettime_ns(time.pthread_getcpuclockid(thread.ident))
    return total


def calls(variant: Variant, client: Client, page: str) -> dict[str, Any]:
    """Python function calls of one warm request, in its own thread."""
    one = PAGES[page]
    for _ in range(3):
        _checked(client, one)
    variant.drain()
    return {"calls": count_calls(lambda: client.get(one))}


def count_calls(function: Any) -> int:
    """How many Python functions begin or resume while ``function`` runs, in this thread."""
    counted = 0

    def on_event(frame, event, arg):
        nonlocal counted
        if event == "call":
            counted += 1

    gc.collect()
    gc.disable()  # finalizers run when they please
    sys.setprofile(on_event)
    try:
        function()
    finally:
        sys.setprofile(None)
        gc.enable()
    return counted - 1  # the function itself


def written(variant: Variant, client: Client, page: str) -> dict[str, Any]:
    """Python function calls that writing one profile takes, after its like has been written."""
    from cycleprof.runtime import get_runtime
    from cycleprof.stores.summary import entry_of

    writer = get_runtime().writer
    kept: list[Any] = []
    writer.submit = kept.append  # an instance's attribute: deleted below
    try:
        for _ in range(3):
            _checked(client, PAGES[page])
        for one in kept[:-1]:
            writer.store.save([entry_of(one)])
        spans = kept[-1].spans
        return {
            "written": count_calls(lambda: writer.store.save([entry_of(kept[-1])])),
            "spans": spans,
        }
    finally:
        del writer.submit


def size(variant: Variant, client: Client, page: str) -> dict[str, Any]:
    """Bytes of the answer, headers included."""
    return {"size": client.get(PAGES[page]).size}


def growth(variant: Variant, client: Client, page: str, requests: int) -> dict[str, Any]:
    """Bytes by which the process grows in so many requests, after a fifth as many to warm up.

    ``steady`` is the CPU time per request of the whole process, the writer at its own pace.
    """
    one = PAGES[page]
    before = spent = 0
    for count in (requests // 5, requests):
        before, spent = _resident(), time.process_time_ns()
        for _ in range(count):
            _checked(client, one)
        spent = time.process_time_ns() - spent
        variant.drain()
        gc.collect()
    return {"growth": _resident() - before, "peak": _peak(), "steady": spent / requests}


def _resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a real file
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


MEASURES = {"batch": batch, "calls": calls, "written": written, "size": size, "growth": growth}
