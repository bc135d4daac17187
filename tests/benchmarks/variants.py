"""What is measured against each other: nothing, us in several ways, and our peers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any


def _nothing() -> None:
    pass


def _install_minimal() -> None:
    from tests.benchmarks import minimal

    minimal.install()


def _flush_cycleprof() -> None:
    from cycleprof.runtime import get_runtime

    if not get_runtime().writer.flush(120):
        raise RuntimeError("the writer did not finish in two minutes")


def _install_opentelemetry() -> None:
    from opentelemetry import trace
    from opentelemetry.instrumentation.django import DjangoInstrumentor
    from opentelemetry.instrumentation.sqlite3 import SQLite3Instrumentor
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

    class Discard(SpanExporter):
        """Spans are made, batched and handed over, and sent nowhere."""

        def export(self, spans):
            return SpanExportResult.SUCCESS

    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(Discard()))
    trace.set_tracer_provider(provider)
    SQLite3Instrumentor().instrument()
    DjangoInstrumentor().instrument()


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way to run the project.

    ``install`` runs before Django is set up. ``drain`` runs after a batch, and waits until work
    that was put off has been done.
    """

    title: str
    apps: tuple[str, ...] = ()
    middleware: tuple[str, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    needs: str = "django"
    install: Callable[[], None] = _nothing
    drain: Callable[[], None] = _nothing

    @property
    def available(self) -> bool:
        return find_spec(self.needs) is not None


def _cycleprof(title: str, needs: str = "django", **options: Any) -> Variant:
    return Variant(
        title=title,
        needs=needs,
        apps=("cycleprof",),
        settings={"CYCLEPROF": options},
        drain=_flush_cycleprof,
    )


VARIANTS: dict[str, Variant] = {
    "bare": Variant(title="Django alone"),
    "minimal": Variant(
        title="minimal recorder",
        middleware=("tests.benchmarks.minimal.middleware",),
        install=_install_minimal,
    ),
    "cycleprof": _cycleprof("cycleprof"),
    "memory": _cycleprof("cycleprof, store in memory", STORE="memory://"),
    "sampling": _cycleprof("cycleprof, sampling Python", "pyinstrument", PYTHON=True),
    "sampled-out": _cycleprof("cycleprof, not sampled", SAMPLE=0.0),
    "off": Variant(
        title="cycleprof, off", apps=("cycleprof",), settings={"CYCLEPROF": {"ENABLED": False}}
    ),
    "zeal": Variant(
        title="zeal",
        apps=("zeal",),
        middleware=("zeal.middleware.zeal_middleware",),
        settings={"ZEAL_RAISE": False},
        needs="zeal",
    ),
    "opentelemetry": Variant(
        title="OpenTelemetry",
        needs="opentelemetry.instrumentation.django",
        install=_install_opentelemetry,
    ),
    "silk": Variant(
        title="silk",
        apps=("silk",),
        middleware=("silk.middleware.SilkyMiddleware",),
        needs="silk",
    ),
    "toolbar": Variant(
        title="django-debug-toolbar",
        apps=("debug_toolbar",),
        middleware=("debug_toolbar.middleware.DebugToolbarMiddleware",),
        needs="debug_toolbar",
    ),
}
