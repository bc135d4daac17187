"""Jinja2: each template, include, parent, import, block and macro, with its file and line.

A compiled template is a module of generators. Where a template is rendered in one go, which
nearly all are, each is read to its end within its span. Where it is streamed, they are replaced by
generators that switch their span on for each step and off between steps, since whoever consumes
them works in between.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from inspect import isasyncgenfunction
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

from cycleprof.frames import Site, line_at
from cycleprof.instruments._guard import harmless
from cycleprof.instruments._imports import after_import
from cycleprof.instruments._jinja2_steps import Items, async_steps, steps
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope

_ENVIRONMENT = "jinja2.environment"
_NAME = "jinja2"
_MODULE_MAKER = "__init__"  # of jinja2.environment.TemplateModule
_TEMPLATE = "__jinja_template__"  # the name under which compiled code knows its template


def install(patches: Patches) -> None:
    after_import(patches, _ENVIRONMENT, _install)


def _install(patches: Patches, module: ModuleType) -> None:
    from jinja2.runtime import Macro  # noqa: PLC0415 - imported only where the application uses it

    patches.replace(module.Template, "_from_namespace", _from_namespace)
    patches.replace(module.Environment, "compile", Hook(Stage.TEMPLATE, _describe_compile))
    macro = Hook(Stage.TEMPLATE, _describe_macro)
    patches.replace(Macro, "_invoke", _unless_async(macro))
    patches.replace(Macro, "_async_invoke", macro)


def _unless_async(macro: Hook) -> Callable[..., Any]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        recorded = macro(original)

        def _invoke(self: Any, *args: Any) -> Any:
            call = original if self._environment.is_async else recorded
            return call(self, *args)

        return _invoke

    return make


def _from_namespace(original: Any) -> Callable[..., Any]:
    build = original.__func__

    def _from_namespace(cls: type, environment: Any, namespace: Any, *args: Any) -> Any:
        _wrap(namespace)
        return build(cls, environment, namespace, *args)

    return classmethod(_from_namespace)  # type: ignore[return-value]  # as the original is


@harmless
def _wrap(namespace: dict[str, Any]) -> None:
    blocks = namespace["blocks"]
    for name, function in list(blocks.items()):
        recorded = _recorded(function, name)
        blocks[name] = recorded
        # super() looks the block up by the function that the compiled code knows as a global.
        for key in [key for key, value in namespace.items() if value is function]:
            namespace[key] = recorded
    namespace["root"] = _recorded(namespace["root"], None)


def _recorded(function: FunctionType, block: str | None) -> Callable[..., Any]:
    is_async = isasyncgenfunction(function)

    @wraps(function)
    def generate(context: Any, *args: Any, **kwargs: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return function(context, *args, **kwargs)
        try:
            raw = _asked(function, block, context, sys._getframe(1), scope)
        except Exception as error:
            scope.recorder.fault(_NAME, error)
            return function(context, *args, **kwargs)
        if is_async or not raw[-1]:
            follow: Any = async_steps if is_async else steps
            return follow(
                function(context, *args, **kwargs), scope.open(Stage.TEMPLATE, _describe, raw)
            )
        span = scope.enter(Stage.TEMPLATE, _describe, raw)
        try:
            items = Items(function(context, *args, **kwargs))
        except BaseException as error:
            span.fail(error)
            raise
        span.leave()
        return items

    return generate


def _asked(
    function: FunctionType, block: str | None, context: Any, caller: FrameType, scope: Scope
) -> _Raw:
    """What is kept of one rendering: see :func:`_describe`."""
    names = caller.f_globals
    template = names.get(_TEMPLATE)
    # Whether the template is read to its end at once, as Template.render() does.
    if scope.describe is _describe:
        whole = scope.raw[-1]
    else:
        whole = caller.f_code.co_name == "render" and names["__name__"] == _ENVIRONMENT
    if block is not None:
        kind = "block"
    elif template is None:
        kind = "import" if caller.f_code.co_name == _MODULE_MAKER else "render"
    else:
        kind = "include" if context.name == function.__globals__["name"] else "extends"
    return (function, block, kind, (template, caller.f_code, caller.f_lasti), whole)


def _site(template: Any, code_line: int) -> Site | None:
    file = getattr(template, "filename", None)
    if not file or file.startswith("<"):  # from a string
        return None
    line = template.get_corresponding_lineno(code_line)
    return Site(file, line, None, template.name or file)


_Raw = tuple[FunctionType, str | None, str, tuple[Any, CodeType, int], bool]


def _describe(raw: _Raw) -> Details:
    """The third says where rendering was asked for: a template, if any, and a place in its code.

    The last is whether all of it was rendered at once.
    """
    function, block, kind, (asking, code, position), _ = raw
    template = function.__globals__[_TEMPLATE]
    if block is not None:
        site = _site(template, function.__code__.co_firstlineno)
        return Details(f"block {block}", site, _about("block"))
    name = template.name or "(template from a string)"
    site = _site(asking, line_at(code, position)) or _site(template, 0)
    return Details(name, site, {**_about(kind), "cycleprof.template.name": name})


def _describe_macro(call: Call) -> Details:
    macro = call.args[0]
    template = macro._func.__globals__.get(_TEMPLATE)
    name = f"macro {macro.name}" if macro.name else "call block"
    return Details(name, _site(template, macro._func.__code__.co_firstlineno), _about("macro"))


def _describe_compile(call: Call) -> Details:
    name = call.args[2] if len(call.args) > 2 else call.kwargs.get("name")  # noqa: PLR2004 - self, source, name
    return Details(f"compile {name or '(template from a string)'}", None, _about("compile"))


def _about(kind: str) -> dict[str, Attribute]:
    return {"cycleprof.template.engine": "jinja2", "cycleprof.template.kind": kind}
