"""Tags that are not Django's own: each rendering as a span that names the tag's owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.template import base, library

from cycleprof.frames import Site
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details
from cycleprof.records import FOLDS

_HOOKED = "_cycleprof_hooked"
"""Attribute of our replacements: a subclass that inherits one needs no other."""

_STAGE: Final = Stage.TEMPLATE


def install(patches: Patches) -> None:
    # Class by class, since a hook on Node itself would cost a call for every node of every
    # template. Classes that are defined later show up when the first template with one is parsed.
    known: set[type] = set()

    def adopt(cls: type) -> None:
        known.add(cls)
        if _is_custom(cls) and not hasattr(cls.render_annotated, _HOOKED):  # type: ignore[attr-defined]  # a Node's
            patches.replace(cls, "render_annotated", _render)

    def extend(original: Callable[..., Any]) -> Callable[..., Any]:
        def extend_nodelist(self: base.Parser, nodelist: Any, node: Any, token: Any) -> None:
            if type(node) not in known:
                adopt(type(node))
            original(self, nodelist, node, token)

        return extend_nodelist

    for cls in _below(base.Node):
        adopt(cls)
    patches.replace(base.Parser, "extend_nodelist", extend)


def _below(cls: type) -> Iterator[type]:
    """All classes derived from this one, bases first."""
    derived: type
    for derived in cls.__subclasses__():
        yield derived
        yield from _below(derived)


def _render(original: Callable[..., Any]) -> Callable[..., Any]:
    def render_annotated(self: Any, context: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, context)
        span = scope.enter(_STAGE, _describe, self)
        try:
            result = original(self, context)
        except BaseException as error:
            span.fail(error)
            raise
        span.leave()
        return result

    setattr(render_annotated, _HOOKED, True)
    return render_annotated


def _is_custom(cls: type) -> bool:
    """A node class of the project or a package, or a simple tag, whose owner is its function."""
    if issubclass(cls, library.InclusionNode):  # these have spans of their own
        return False
    return issubclass(cls, library.SimpleNode) or not cls.__module__.startswith("django.")


def _describe(node: Any) -> Details:
    function = getattr(node, "func", None)
    owner = dotted(getattr(function, "__wrapped__", function) if function else type(node))
    attributes: dict[str, Attribute] = {
        "cycleprof.template.engine": "django",
        "cycleprof.template.kind": "tag",
        "cycleprof.template.tag": owner,
    }
    token, origin = getattr(node, "token", None), getattr(node, "origin", None)
    if token is None or origin is None or origin.name == base.UNKNOWN_SOURCE:
        return Details(f"tag {owner.rpartition('.')[2]}", None, attributes)
    word = token.contents.split(maxsplit=1)[0] if token.contents else owner.rpartition(".")[2]
    site = Site(str(origin.name), token.lineno, None, str(origin.template_name or origin.name))
    return Details(f"tag {word}", site, attributes)


FOLDS[_describe] = lambda node: (id(node), (), ())  # each rendering of a tag is like the others
