"""Mail: how many messages to how many recipients, through which backend."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType, FunctionType
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from cycleprof.instruments._classes import Classes
from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook, dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import Details, Scope


def install(patches: Patches) -> None:
    patches.replace(EmailMessage, "send", _send)
    deliver = Hook(Stage.MAIL, _describe_delivery, after=_note_sent, located=True, whole=True)
    classes = Classes(patches, {"send_messages": deliver})

    def init(original: Callable[..., Any]) -> Callable[..., Any]:
        def __init__(self: BaseEmailBackend, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - its name
            classes.adopt(type(self))
            original(self, *args, **kwargs)

        return __init__

    patches.replace(BaseEmailBackend, "__init__", init)


def _send(original: Callable[..., Any]) -> Callable[..., Any]:
    # Since Django 6.1 it warns of old arguments unless its caller is Django, judged by the name of
    # the module one frame up. That frame is our hook's, which so needs the caller's sort of name.
    hook: Any = Hook(Stage.MAIL, _describe_message, located=True)(original)
    surroundings = {**hook.__globals__, "__name__": EmailMessage.__module__}
    inner = FunctionType(
        hook.__code__, surroundings, hook.__name__, hook.__defaults__, hook.__closure__
    )

    def send(*args: Any, **kwargs: Any) -> Any:
        call = inner if _is_django(sys._getframe(1)) else hook
        return call(*args, **kwargs)

    return send


@harmless
def _is_django(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__")).startswith("django.")


def _describe_message(call: Call) -> Details:
    message = call.args[0]
    attributes: dict[str, Attribute] = {
        "cycleprof.mail.subject": str(message.subject),
        "cycleprof.mail.recipients": _recipients(message),
        "cycleprof.mail.attachments": len(message.attachments),
    }
    return Details("send mail", call.site, attributes)


def _note_sent(span: Scope, call: Call, sent: Any) -> None:
    messages = call.args[1] if len(call.args) > 1 else call.kwargs.get("email_messages")
    if isinstance(messages, list | tuple):
        span.note("cycleprof.mail.messages", len(messages))
        span.note("cycleprof.mail.recipients", sum(map(_recipients, messages)))
    if isinstance(sent, int):  # a backend may say nothing
        span.note("cycleprof.mail.sent", sent)


def _describe_delivery(call: Call) -> Details:
    backend = call.args[0]
    attributes: dict[str, Attribute] = {"cycleprof.mail.backend": dotted(type(backend))}
    alias = vars(backend).get("alias")  # since Django 6.1, where mailers have names
    if alias is not None:
        attributes["cycleprof.mail.mailer"] = str(alias)
    return Details("deliver mail", call.site, attributes)


def _recipients(message: Any) -> int:
    return sum(bool(one) for one in (*message.to, *message.cc, *message.bcc))
