"""Jinja2: each template, include, parent, import, block and macro, with its file and line.

A compiled template is a module of generators. Where a template is rendered in one go, which
nearly all are, each is read to its end within its span; one that renders no other is recorded when
it has ended, and what happened in it meanwhile becomes its own then. Where a template is streamed,
they are replaced by generators that switch their span on for each step and off between steps, since
whoever consumes them works in between.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import wraps
from inspect import isasyncgenfunction
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, Final

from cycleprof.frames import Site, line_at
from cycleprof.instruments._guard import harmless
from cycleprof.instruments._imports import after_import
from cycleprof.instruments._jinja2_leaves import renders_alone
from cycleprof.instruments._jinja2_steps import Items, async_steps, steps
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope, clock
from cycleprof.records import FOLDS, Folded
from cycleprof.scope import status_of, type_name

_ENVIRONMENT = "jinja2.environment"
_NAME = "jinja2"
_STAGE: Final = Stage.TEMPLATE
_MODULE_MAKER = "__init__"  # of jinja2.environment.TemplateModule
_TEMPLATE = "__jinja_template__"  # the name under which compiled code knows its template


def install(patches: Patches) -> None:
    after_import(patches, _ENVIRONMENT, _install)


def _install(patches: Patches, module: ModuleType) -> None:
    from jinja2.runtime import Macro  # noqa: PLC0415 - imported only where the application uses it

    patches.replace(module.Template, "_from_namespace", _from_namespace)
    patches.replace(module.Environment, "compile", Hook(_STAGE, _describe_compile))
    macro = Hook(_STAGE, _describe_macro)
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
        _wrap(namespace, environment)
        return build(cls, environment, namespace, *args)

    return classmethod(_from_namespace)  # type: ignore[return-value]  # as the original is


@harmless
def _wrap(namespace: dict[str, Any], environment: Any) -> None:
    blocks = namespace["blocks"]
    for name, function in list(blocks.items()):
        recorded = _recorded(function, name, environment)
        blocks[name] = recorded
        # super() looks the block up by the function that the compiled code knows as a global.
        for key in [key for key, value in namespace.items() if value is function]:
            namespace[key] = recorded
    namespace["root"] = _recorded(namespace["root"], None, environment)


def _recorded(function: FunctionType, block: str | None, environment: Any) -> Callable[..., Any]:
    if function.__code__.co_argcount != 3 or len(function.__defaults__ or ()) != 2:  # noqa: PLR2004 - see generate()
        raise TypeError("Jinja2 compiles functions of another signature")
    follow: Any = async_steps if isasyncgenfunction(function) else steps
    alone = follow is steps and renders_alone(function, environment)

    @wraps(function)
    def generate(context: Any, missing: Any, environment: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return function(context, missing, environment)
        try:
            raw = _asked(function, block, context, sys._getframe(1), scope)
        except Exception as error:
            scope.recorder.fault(_NAME, error)
            return function(context, missing, environment)
        if follow is async_steps or not raw[_WHOLE]:
            span = scope.open(_STAGE, _describe, raw)
            return follow(function(context, missing, environment), span)
        if alone and scope.describe is _describe:
            return _recorded_at_its_end(function(context, missing, environment), raw, scope)
        span = scope.enter(_STAGE, _describe, raw)
        try:
            items = Items(function(context, missing, environment))
        except BaseException as error:
            span.fail(error)
            raise
        span.leave()
        return items

    setattr(generate, "__defaults__", function.__defaults__)  # noqa: B010 - as mypy wants it
    return generate


def _recorded_at_its_end(source: Iterator[str], raw: _Raw, scope: Scope) -> Items:
    """The items of one that renders no others: what is recorded meanwhile becomes its own."""
    since, start = len(scope.recorder.records), clock()
    try:
        items = Items(source)
    except BaseException as error:
        failed = (*raw[:-1], type(error))
        scope.leaf(_STAGE, _describe, failed, start, status_of(error), since)
        raise
    scope.leaf(_STAGE, _describe, raw, start, "ok", since)
    return items


def _asked(
    function: FunctionType, block: str | None, context: Any, caller: FrameType, scope: Scope
) -> _Raw:
    """What is kept of one rendering: see :func:`_describe`."""
    names, code = caller.f_globals, caller.f_code
    # Whether the template is read to its end at once, as Template.render() does, and with it what
    # its own code asks for; a function that it calls may ask for another one piece by piece.
    if scope.describe is _describe and _TEMPLATE in names:
        whole = scope.raw[_WHOLE]
    else:
        whole = code.co_name == "render" and names["__name__"] == _ENVIRONMENT
    return (function, block, context.name, names.get(_TEMPLATE), code, caller.f_lasti, whole, None)


def _site(template: Any, code_line: int) -> Site | None:
    file = getattr(template, "filename", None)
    if not file or file.startswith("<"):  # from a string
        return None
    line = template.get_corresponding_lineno(code_line)
    return Site(file, line, None, template.name or file)


_Raw = tuple[FunctionType, str | None, str, Any, CodeType, int, bool, type[BaseException] | None]
_WHOLE: Final = 6


def _describe(raw: _Raw) -> Details:
    """The third names the template in whose context it ran; the next three say where it was asked.

    That is a template, if any, and a place in its code. The last two are whether all of it was
    rendered at once, and what broke it off where no span was open meanwhile.
    """
    function, block, context, asking, code, position, _, error = raw
    template = function.__globals__[_TEMPLATE]
    failed: dict[str, Attribute] = {"exception.type": type_name(error)} if error else {}
    if block is not None:
        site = _site(template, function.__code__.co_firstlineno)
        return Details(f"block {block}", site, {**_about("block"), **failed})
    if asking is None:
        kind = "import" if code.co_name == _MODULE_MAKER else "render"
    else:
        kind = "include" if context == function.__globals__["name"] else "extends"
    name = template.name or "(template from a string)"
    site = _site(asking, line_at(code, position)) or _site(template, 0)
    return Details(name, site, {**_about(kind), "cycleprof.template.name": name, **failed})


def _fold(raw: _Raw) -> Folded:
    """Renderings of one template, asked for at one place, are alike."""
    function, block, context, asking, code, position, _, error = raw
    return (id(function), block, context, id(asking), id(code), position, id(error)), (), ()


FOLDS[_describe] = _fold


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
