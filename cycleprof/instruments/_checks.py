"""What an API asks before it answers, whichever framework asks: who is it, may they, how often."""

from __future__ import annotations

from typing import Any

from cycleprof.instruments._spans import EVENT, Call, Hook, dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import Details, Scope


def describe_authentication(_: Call) -> Details:
    """Authentication as an event, without a word of the credentials."""
    return Details("API authentication", attributes={EVENT: "auth"})


def _note_answer(span: Scope, _: Call, answer: Any) -> None:
    span.note("cycleprof.answer", bool(answer))


def _describe_check(call: Call) -> Details:
    """The guard's class; of what it was asked about, only the class of an object."""
    guard, *asked = call.args
    kind = dotted(type(guard))
    attributes: dict[str, Attribute] = {EVENT: "auth", "cycleprof.permission": kind}
    if len(asked) > 2:  # noqa: PLR2004 - request, view, object
        attributes["cycleprof.object"] = dotted(type(asked[2]))
    return Details(f"API check {type(guard).__qualname__}", attributes=attributes)


CHECK = Hook(Stage.SIGNAL, _describe_check, after=_note_answer)
"""Records a method of a permission or a throttle that answers yes or no."""
