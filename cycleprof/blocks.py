"""``profile()`` and ``span()``: a cycle of one's own, and a named stretch within any cycle."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar, cast

from cycleprof.decorate import decorate
from cycleprof.frames import Call, Site, call_site
from cycleprof.freeze import Facts, Paths, Recording
from cycleprof.lazy import regex
from cycleprof.model import Attribute, Limits, Stage
from cycleprof.recorder import ACTIVE, Details, Recorder, Scope

if TYPE_CHECKING:
    from cycleprof.model import Profile

P = ParamSpec("P")
R = TypeVar("R")


class _Surroundings:
    """What a host such as Django lends to blocks: where profiles go, and what bounds them."""

    def __init__(self) -> None:
        self.deliver: Callable[[Recording], None] | None = None
        self.limits = Limits()
        self.base_dir: Path | None = None
        self.versions: dict[str, str] = {"python": ".".join(map(str, sys.version_info[:3]))}

    def paths(self, block: tuple[Call, ...] = ()) -> Paths:
        return Paths(self.base_dir or Path.cwd(), block)


surroundings = _Surroundings()

_CODE = regex(r"CP\d{3}", re.ASCII)


class Session:
    """One run of a :func:`profile` block."""

    def __init__(
        self, owner: profile, name: str, attributes: dict[str, Attribute], site: Site | None
    ) -> None:
        self.owner = owner
        self.name = name
        self.attributes = attributes
        self.site = site
        self._recorder = Recorder(
            Stage.USER, _describe_session, self, limit=surroundings.limits.spans
        )
        facts = Facts(kind="block", name=name, versions=surroundings.versions)
        self._recording = Recording(
            self._recorder,
            lambda: facts,
            surroundings.limits,
            surroundings.paths(site.callers if site is not None else ()),
        )

    @property
    def profile(self) -> Profile:
        """What was recorded.

        Raises:
            RuntimeError: the block has not ended yet.
        """
        if not self._recorder.closed:
            message = "the profile is complete only when its block has ended; read it after that"
            raise RuntimeError(message)
        return self._recording.profile

    def begin(self) -> Session:
        """Become what is recorded in this context."""
        self._recorder.root.before = ACTIVE.get()
        ACTIVE.set(self._recorder.root)
        return self

    def end(self, error: BaseException | None) -> None:
        """Give the context back and hand the recording over."""
        ACTIVE.set(self._recorder.root.before)
        self._recorder.exception = error
        self._recorder.finish("ok" if error is None else "error")
        if surroundings.deliver is not None:
            surroundings.deliver(self._recording)


class _Wrapper:
    """What ``with``, ``async with`` and decorating have in common; subclasses say what to open."""

    def _open(self) -> Any:
        raise NotImplementedError

    def _close(self, error: BaseException | None) -> None:
        raise NotImplementedError

    def __enter__(self) -> Any:
        return self._open()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close(error)

    async def __aenter__(self) -> Any:
        return self._open()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close(error)

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Decorate a function, a coroutine function, or a generator function of either kind."""
        return cast("Callable[P, R]", decorate(function, lambda: self))


class profile(_Wrapper):  # noqa: N801 - used as a function and as a context manager
    """Record everything that happens in a block as a profile of its own.

    ``with profile("nightly import") as session:`` (also ``async with``, also as a decorator);
    afterwards ``session.profile`` is the :class:`~cycleprof.Profile`. Works outside requests and
    without Django. Within a cycle that is being recorded, both keep what happens. One object may
    be used again, and by several threads and tasks at once: it keeps nothing of its own runs.
    """

    def __init__(self, name: str, /, **attributes: Attribute) -> None:
        self._name = _checked(name, 'profile("nightly import")')
        self._attributes = attributes

    def _open(self) -> Session:
        site = call_site(sys._getframe(1))  # noqa: SLF001 - the documented way to a caller's frame
        return Session(self, self._name, self._attributes, site).begin()

    def _close(self, error: BaseException | None) -> None:
        scope = _innermost(lambda raw: isinstance(raw, Session) and raw.owner is self)
        if scope is not None:
            scope.raw.end(error)


class span(_Wrapper):  # noqa: N801 - used as a function and as a context manager
    """Name a stretch of code: it becomes a span of stage ``user``. Free when nobody records.

    ``with span("price basket", items=12):`` (also ``async with``, also as a decorator). One object
    may be used again and by several threads and tasks at once.
    """

    def __init__(self, name: str, /, **attributes: Attribute) -> None:
        self.name = _checked(name, 'span("price basket")')
        self.attributes = attributes

    def _open(self) -> None:
        outer = ACTIVE.get()
        if outer is not None:
            site = call_site(sys._getframe(1))  # noqa: SLF001 - as above
            outer.open(Stage.USER, _describe_span, _Stretch(self, site)).__enter__()

    def _close(self, error: BaseException | None) -> None:
        scope = _innermost(lambda raw: isinstance(raw, _Stretch) and raw.owner is self)
        if scope is not None:
            scope.__exit__(type(error) if error is not None else None, error, None)


class ignore(span):  # noqa: N801 - used as a function and as a context manager
    """Silence the findings about what happens in a block: those of the codes, or without any, all.

    ``with ignore("CP001", reason="two rows at most"):`` (also ``async with``, also as a decorator).

    Raises:
        ValueError: one of them is no code.
    """

    def __init__(self, *codes: str, reason: str = "") -> None:
        for code in codes:
            if not _CODE().fullmatch(str(code)):
                message = f"{code!r} is no code of a finding; one is written 'CP001'"
                raise ValueError(message)
        super().__init__(f"ignore {', '.join(codes) or 'all findings'}")
        silenced: list[str] = list(codes) or ["*"]
        self.attributes.update(
            {"cycleprof.ignore": silenced, "cycleprof.ignore.reason": reason or None}
        )


def _checked(name: object, example: str) -> str:
    if not isinstance(name, str):
        message = f"a name is a string, as in {example}, not {type(name).__name__}"
        raise TypeError(message)
    return name


def _innermost(is_ours: Callable[[Any], bool]) -> Scope | None:
    """The innermost open scope with such a reference; none where recording began in between."""
    scope = ACTIVE.get()
    while scope is not None and not is_ours(scope.raw):
        scope = scope.before
    return scope


class _Stretch(NamedTuple):
    """One run of a :func:`span`, and the line that began it."""

    owner: span
    site: Site | None


def _describe_session(session: Session) -> Details:
    return Details(session.name, session.site, session.attributes)


def _describe_span(raw: _Stretch) -> Details:
    return Details(raw.owner.name, raw.site, raw.owner.attributes)
