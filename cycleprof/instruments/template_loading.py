"""Finding, reading and compiling Django templates, where the cached loader had none."""

from __future__ import annotations

from typing import Any

from django.template import base
from django.template.loaders.base import Loader

from cycleprof.frames import Site
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook, dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import Details, Scope


def install(patches: Patches) -> None:
    # The cached loader answers from memory without calling this one.
    load = Hook(Stage.TEMPLATE, _describe_load, after=_note_loader)
    patches.replace(Loader, "get_template", load)
    patches.replace(base.Template, "compile_nodelist", Hook(Stage.TEMPLATE, _describe_compile))


def _describe_load(call: Call) -> Details:
    name = str(call.args[1])
    return Details(f"load {name}", attributes=_about("load"))


def _note_loader(span: Scope, _: Call, template: Any) -> None:
    span.note("cycleprof.template.loader", dotted(type(template.origin.loader)))


def _describe_compile(call: Call) -> Details:
    template = call.args[0]
    file = getattr(template.origin, "name", None)
    known = isinstance(file, str) and file != base.UNKNOWN_SOURCE
    name = str(template.name or "(template from a string)")
    site = Site(str(file), 1, None, name) if known else None
    attributes = {**_about("compile"), "cycleprof.template.size": len(template.source)}
    return Details(f"compile {name}", site, attributes)


def _about(kind: str) -> dict[str, Attribute]:
    return {"cycleprof.template.engine": "django", "cycleprof.template.kind": kind}
