"""Django templates: each render, include, extends, block and inclusion tag, with its file and line.

One rendering is one span: the template that an ``{% include %}`` or an inclusion tag renders, and
the parent that an ``{% extends %}`` continues in, name the span of that tag instead of adding one.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FrameType
from typing import Any, Final

from django.template import base, library, loader_tags

from cycleprof import frames
from cycleprof.frames import Site
from cycleprof.instruments._filters import custom_filters
from cycleprof.instruments._patch import Patches
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope
from cycleprof.records import FOLDS, Folded

_NAME = "template"
_STAGE: Final = Stage.TEMPLATE
_BLOCKS = loader_tags.BLOCK_CONTEXT_KEY
_new = tuple.__new__  # of a named tuple, without the call of a function that its own takes


def install(patches: Patches) -> None:
    # Template._render would see the same, but Django's test runner replaces that one.
    patches.replace(base.Template, "render", _render)
    if hasattr(base, "PartialTemplate"):  # since Django 6.0
        patches.replace(base.PartialTemplate, "render", _render)
    patches.replace(loader_tags.IncludeNode, "render", _tag(_describe_include))
    patches.replace(library.InclusionNode, "render", _tag(_describe_inclusion))
    patches.replace(loader_tags.ExtendsNode, "render", _tag(_describe_extends))
    patches.replace(loader_tags.ExtendsNode, "get_parent", _get_parent)
    patches.replace(loader_tags.BlockNode, "render", _block)
    code = base.Node.render_annotated.__code__
    frames.mark(code, _read_site)
    patches.on_undo(lambda: frames.unmark(code))


def _render(original: Callable[..., Any]) -> Callable[..., Any]:
    def render(self: Any, context: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, context)
        if scope.describe in _AWAITING and scope.raw[1] is None:
            scope.raw = (scope.raw[0], self)
            return original(self, context)
        span = scope.enter(_STAGE, _describe_render, self)
        if scope.stage != _STAGE:
            _note_names(span, context)
        try:
            result = original(self, context)
        except BaseException as error:
            span.fail(error)
            raise
        span.leave()
        return result

    return render


def _note_names(span: Scope, context: Any) -> None:
    try:
        span.note("cycleprof.template.context", _names(context))
    except Exception as error:
        span.recorder.fault(_NAME, error)


def _names(context: Any) -> list[str] | None:
    """The names that a template can use; their values are nobody's business."""
    dicts = getattr(context, "dicts", None)
    if dicts is None:
        return None
    # A key that is no text may come with a __str__ of the application's.
    layers = [layer for layer in dicts if isinstance(layer, dict)]
    names = {name for layer in layers for name in layer if type(name) is str}
    return sorted(names - {"True", "False", "None"})


def _tag(describe: Callable[[Any], Details]) -> Callable[..., Any]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def render(self: Any, context: Any) -> Any:
            scope = ACTIVE.get()
            if scope is None:
                return original(self, context)
            span = scope.enter(_STAGE, describe, (self, None))
            try:
                result = original(self, context)
            except BaseException as error:
                span.fail(error)
                raise
            span.leave()
            return result

        return render

    return make


def _get_parent(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_parent(self: Any, context: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, context)
        parent = original(self, context)
        if scope.describe is _describe_extends:
            scope.raw = (self, parent)
        return parent

    return get_parent


def _block(original: Callable[..., Any]) -> Callable[..., Any]:
    def render(self: Any, context: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, context)
        chosen = self
        try:
            blocks = context.render_context.get(_BLOCKS)
            if blocks is not None:
                chosen = blocks.get_block(self.name) or self
        except Exception as error:
            scope.recorder.fault(_NAME, error)
        span = scope.enter(_STAGE, _describe_block, chosen)
        try:
            result = original(self, context)
        except BaseException as error:
            span.fail(error)
            raise
        span.leave()
        return result

    return render


def _describe_render(template: Any) -> Details:
    name = template.name or "(template from a string)"
    origin = getattr(template, "origin", None)  # a partial has none of its own in every version
    file = getattr(origin, "name", None)
    known = isinstance(file, str) and file != base.UNKNOWN_SOURCE
    site = Site(str(file), 1, None, name) if known else None
    return Details(name, site, _about("render", name, template))


def _describe_include(raw: tuple[Any, Any]) -> Details:
    return _described("include", *raw)


def _describe_inclusion(raw: tuple[Any, Any]) -> Details:
    node, template = raw
    details = _described("inclusion tag", node, template)
    function = getattr(node.func, "__wrapped__", node.func)
    tag = f"{function.__module__}.{function.__qualname__}"
    return details._replace(attributes={**details.attributes, "cycleprof.template.tag": tag})


def _describe_extends(raw: tuple[Any, Any]) -> Details:
    return _described("extends", *raw)


def _described(kind: str, node: Any, template: Any) -> Details:
    name = getattr(template, "name", None) or f"({kind})"
    return Details(name, _site(node), _about(kind, name, template))


def _describe_block(node: Any) -> Details:
    attributes: dict[str, Attribute] = {
        "cycleprof.template.engine": "django",
        "cycleprof.template.kind": "block",
    }
    return Details(f"block {node.name}", _site(node), attributes)


def _about(kind: str, name: str, template: Any) -> dict[str, Attribute]:
    attributes: dict[str, Attribute] = {
        "cycleprof.template.engine": "django",
        "cycleprof.template.kind": kind,
        "cycleprof.template.name": name,
    }
    filters = custom_filters(template) if hasattr(template, "nodelist") else None
    if filters:
        attributes["cycleprof.template.filters"] = filters
    return attributes


def _site(node: Any) -> Site | None:
    """The template's file and line on which a node begins; None for a template from a string."""
    token, origin = getattr(node, "token", None), getattr(node, "origin", None)
    if token is None or origin is None or origin.name == base.UNKNOWN_SOURCE:
        return None
    name = str(origin.template_name or origin.name)
    return _new(Site, (str(origin.name), token.lineno, None, name, ()))


def _read_site(frame: FrameType) -> Site | None:
    return _site(frame.f_locals.get("self"))


def _fold_one(thing: Any) -> Folded:
    return id(thing), (), ()


def _fold_both(raw: tuple[Any, Any]) -> Folded:
    node, template = raw
    return (id(node), id(template)), (), ()


# Renderings of one tag are alike, but for what is noted while they run.
FOLDS[_describe_render] = FOLDS[_describe_block] = _fold_one
FOLDS[_describe_include] = FOLDS[_describe_inclusion] = FOLDS[_describe_extends] = _fold_both

_AWAITING = (_describe_include, _describe_inclusion)
