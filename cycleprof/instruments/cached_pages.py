"""Pages and fragments that a cache answers for: cache_page, its middleware, and the cache tag."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from cycleprof.frames import Site
from cycleprof.instruments._imports import after_import
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import Details, Scope


def install(patches: Patches) -> None:
    after_import(patches, "django.middleware.cache", _install_pages)
    after_import(patches, "django.templatetags.cache", _install_fragments)


def _install_pages(patches: Patches, module: ModuleType) -> None:
    page = Hook(Stage.CACHE, _describe_page, after=_note_page)
    patches.replace(module.FetchFromCacheMiddleware, "process_request", page)


def _install_fragments(patches: Patches, module: ModuleType) -> None:
    patches.replace(module.CacheNode, "render", Hook(Stage.TEMPLATE, _describe_fragment))


def _note_page(span: Scope, _: Call, response: Any) -> None:
    span.note("cycleprof.cache.page", "miss" if response is None else "hit")


def _describe_page(call: Call) -> Details:
    middleware = call.args[0]
    return Details("cache_page", attributes={"cycleprof.alias": str(middleware.cache_alias)})


def _describe_fragment(call: Call) -> Details:
    node = call.args[0]
    attributes: dict[str, Attribute] = {
        "cycleprof.template.engine": "django",
        "cycleprof.template.kind": "cache",
    }
    token, origin = getattr(node, "token", None), getattr(node, "origin", None)
    site = None
    if token is not None and origin is not None:
        site = Site(str(origin.name), token.lineno, None, origin.template_name)
    return Details(f"cache {node.fragment_name}", site, attributes)
