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
from types import ModuleType

from cycleprof import frames
from cycleprof.instruments import (
    auth,
    body,
    cache,
    cached_pages,
    commands,
    connection,
    csrf,
    database,
    debug_page,
    event_loop,
    exceptions,
    forms,
    hops,
    http_client,
    httpx,
    jinja2,
    logs,
    mail,
    messages,
    middleware,
    middleware_hooks,
    ninja,
    orm,
    resolver,
    rest_framework,
    server,
    sessions,
    signals,
    tasks,
    template,
    template_loading,
    template_response,
    template_tags,
    threads,
    transactions,
    view,
    view_methods,
)
from cycleprof.instruments._guard import admit_of
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
    view_methods,
    exceptions,
    debug_page,
    database,
    orm,
    connection,
    transactions,
    cache,
    cached_pages,
    sessions,
    auth,
    csrf,
    messages,
    forms,
    rest_framework,
    ninja,
    signals,
    logs,
    mail,
    tasks,
    commands,
    http_client,
    httpx,
    template,
    template_loading,
    template_tags,
    template_response,
    jinja2,
    threads,
)

_installed: dict[str, Patches] = {}


def install_all() -> dict[str, str]:
    """Install every instrument that is not installed yet.

    Returns, by instrument, why it is off: its seam is missing from this version of the library.
    """
    failed = {}
    frames.on_failure(admit_of)
    for instrument in INSTRUMENTS:
        name = instrument.__name__.rpartition(".")[2]
        if name in _installed:
            continue
        patches = Patches()
        try:
            instrument.install(patches)
        except Exception as error:
            patches.undo()
            failed[f"instrument.{name}"] = f"off: {error}"
            logger.warning("cycleprof records no %s: %s", name, error)
        else:
            _installed[name] = patches
    return failed


def uninstall_all() -> None:
    """Take every hook out again, last installed first."""
    while _installed:
        _installed.popitem()[1].undo()
