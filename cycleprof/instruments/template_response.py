"""The rendering of a TemplateResponse, which happens after its view has returned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template.response import SimpleTemplateResponse

from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import dotted
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Details


def install(patches: Patches) -> None:
    patches.replace(SimpleTemplateResponse, "render", _render)


def _render(original: Callable[..., Any]) -> Callable[..., Any]:
    def render(self: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None or self.is_rendered:
            return original(self)
        raw = (type(self), len(self._post_render_callbacks))
        with scope.open(Stage.RESPONSE, _describe, raw):
            return original(self)

    return render


def _describe(raw: tuple[type, int]) -> Details:
    kind, callbacks = raw
    attributes = {"cycleprof.response": dotted(kind), "cycleprof.post_render_callbacks": callbacks}
    return Details(f"render {kind.__qualname__}", attributes=attributes)  # type: ignore[arg-type]  # wider values
