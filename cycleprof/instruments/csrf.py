"""The check of a CSRF token, and why a request was refused."""

from __future__ import annotations

from typing import Any

from django.middleware.csrf import CsrfViewMiddleware

from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import EVENT, Call, Hook
from cycleprof.model import Stage
from cycleprof.recorder import Details, Scope


def install(patches: Patches) -> None:
    # Both are private and have been there since long before Django 4.2.
    patches.replace(CsrfViewMiddleware, "_check_token", Hook(Stage.SIGNAL, _describe_check))
    reject = Hook(Stage.SIGNAL, _describe_refusal, after=_note_reason)
    patches.replace(CsrfViewMiddleware, "_reject", reject)


def _describe_check(_: Call) -> Details:
    return Details("CSRF token checked", attributes={EVENT: "csrf"})


def _note_reason(span: Scope, call: Call, _: Any) -> None:
    span.note("cycleprof.reason", str(call.args[2]))


def _describe_refusal(_: Call) -> Details:
    return Details("CSRF refused", attributes={EVENT: "csrf"})
