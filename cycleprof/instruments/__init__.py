"""The instruments: one file per seam of Django or of a library, installed once per process.

An instrument is a module with ``install(patches)``. Without an active recorder the first
statement of each of its hooks calls the original.

What their spans tell, besides OpenTelemetry's attributes (``db.*``, ``http.*``, ``url.*``,
``server.*``, ``code.function.name``, ``exception.type``); all ``cycleprof.*``, the ORM's apart:

``server``       root: ``queue_ns`` (before us, by X-Request-Start), ``response_start_ns``,
                 ``first_byte_ns``, ``last_byte_ns``, ``client_gone``, ``server.software``,
                 ``cookies``, ``request.content_type``, ``response.kind``, ``response.encoding``,
                 ``python`` (samples, or why there are none); "event loop blocked", an overlay:
                 ``loop.blocked_ns``; hooks of middleware: ``middleware``, ``answered``
``middleware``   ``in_ns``, ``out_ns``, ``answered``, ``adapted`` (sync_to_async, async_to_sync)
``resolve``      ``url_name``, ``view``, ``namespace``, ``patterns_tried`` (before the match),
                 ``resolvers``, ``converters``, ``tried`` (on a 404)
``view``         ``decorators``, ``atomic_requests`` (aliases), ``view`` (on its methods)
``transaction``  overlays: ``alias``, ``transaction.outcome``, ``.durable``, ``.savepoint``
``template``     ``template.engine``, ``.kind`` (render, include, inclusion tag, extends, block,
                 tag, cache, import, macro, load, compile), ``.name``, ``.tag``, ``.loader``,
                 ``.size``, ``.filters`` (owners), ``.context`` (names)
``cache``        ``alias``, ``cache.backend``, ``.key``, ``.hit``, ``.size``, ``.changed``,
                 ``.keys``, ``.hits``, ``.misses``, ``.page`` (cache_page: hit or miss)
``signal``       ``event``: signal (``signal``, ``sender``), on_commit (``alias``), log
                 (``log.level``, ``log.logger``), session (``backend``, ``items``), auth
                 (``authenticated``, ``permission``, ``object``, ``answer``, ``backend``), csrf
                 (``reason``), message (``backend``)
``serialize``    ``form.bound``, ``.errors``, ``.fields``, ``.files``, ``content_type``, ``many``,
                 ``renderer``; of a form and of an API's parameters, ``form.errors`` are names
``mail``         ``mail.subject``, ``.recipients``, ``.attachments``, ``.backend``, ``.mailer``,
                 ``.messages``, ``.sent``
``task``         ``task``, ``task.id``, ``.backend``, ``.queue``, ``.priority``, ``command``
``response``     ``response``, ``post_render_callbacks``, ``streaming``, ``chunks``
``python``       overlays: ``python.depth``

Calls too small for a span are counted on the span in which they occur, as ``<name>.count`` and
``<name>.ns``: ``reverse``, ``pre_init``, ``post_init``, ``thread_wait``, ``loop_wait``,
``async_to_sync``, ``field.<name>`` (of a serializer).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import ModuleType

from cycleprof import frames
from cycleprof.blocks import surroundings
from cycleprof.instruments import (
    auth,
    body,
    cache,
    cached_pages,
    connection,
    database,
    debug_page,
    event_loop,
    exceptions,
    forms,
    hops,
    logs,
    mail,
    middleware,
    middleware_hooks,
    orm,
    resolver,
    server,
    signals,
    template,
    template_loading,
    template_response,
    template_tags,
    threads,
    transactions,
    view,
)
from cycleprof.instruments._guard import admit_of
from cycleprof.instruments._imports import when_imported
from cycleprof.instruments._patch import Patches

logger = logging.getLogger("cycleprof")

INSTRUMENTS: tuple[ModuleType, ...] = (
    server,
    body,
    middleware,
    middleware_hooks,
    hops,
    event_loop,
    resolver,
    view,
    exceptions,
    debug_page,
    database,
    orm,
    connection,
    transactions,
    cache,
    cached_pages,
    auth,
    forms,
    signals,
    logs,
    mail,
    template,
    template_loading,
    template_tags,
    template_response,
    threads,
)

WAITING: dict[str, str] = {
    "sessions": "django.contrib.sessions.backends.base",
    "messages": "django.contrib.messages.storage.base",
    "csrf": "django.middleware.csrf",
    "view_methods": "django.views.generic",
    "commands": "django.core.management.base",
    "tasks": "django.tasks.base",
    "http_client": "http.client",
    "httpx": "httpx",
    "jinja2": "jinja2.environment",
    "rest_framework": "rest_framework",
    "ninja": "ninja.main",
}
"""The other instruments, each with the module that it waits for: most projects need few of them."""

_installed: dict[str, Patches] = {}


def install_all() -> dict[str, str]:
    """Install every instrument that is not installed yet.

    Returns, by instrument, why it is off: its seam is missing from this version of the library.
    """
    failed: dict[str, str] = {}
    frames.on_failure(admit_of)
    for instrument in INSTRUMENTS:
        name = instrument.__name__.rpartition(".")[2]
        if name not in _installed:
            _install(name, instrument.install, failed)
    for name, awaited in WAITING.items():
        if name not in _installed:
            _install(name, partial(_await, name, awaited), failed)
    return failed


def _install(name: str, install: Callable[[Patches], None], failed: dict[str, str]) -> None:
    patches = Patches()
    try:
        install(patches)
    except Exception as error:
        patches.undo()
        failed[f"instrument.{name}"] = f"off: {error}"
        logger.warning("cycleprof records no %s: %s", name, error)
    else:
        _installed[name] = patches


def _await(name: str, awaited: str, patches: Patches) -> None:
    """Install the instrument now if its module is there, else when it has been imported."""
    if awaited in sys.modules:
        import_module(f"{__name__}.{name}").install(patches)
        return

    def install(_: ModuleType) -> None:
        _installed.pop(name, None)  # what is undone first is what was made last
        _install(name, partial(_await, name, awaited), surroundings.versions)

    patches.on_undo(when_imported(awaited, install))


def uninstall_all() -> None:
    """Take every hook out again, last installed first."""
    while _installed:
        _installed.popitem()[1].undo()
