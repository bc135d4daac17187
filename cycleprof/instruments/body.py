"""The request's body, when the application reads it: reading, and parsing forms and files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope


def install(patches: Patches) -> None:
    parse = Hook(Stage.SERIALIZE, _describe_parse, after=_note_parsed, located=True)
    # Private: what request.POST and request.FILES call once.
    patches.replace(HttpRequest, "_load_post_and_files", parse)
    patches.replace(HttpRequest, "body", _body)


def _body(original: Any) -> Any:
    read = Hook(Stage.SERIALIZE, _describe_read, after=_note_size, located=True)(original.fget)

    def body(self: HttpRequest) -> bytes:
        if ACTIVE.get() is None or hasattr(self, "_body"):  # it has been read before
            return original.fget(self)  # type: ignore[no-any-return]  # untyped in Django
        return read(self)  # type: ignore[no-any-return]  # likewise

    return property(body)


def _note_size(span: Scope, _: Call, content: bytes) -> None:
    span.note("http.request.body.size", len(content))


def _describe_read(call: Call) -> Details:
    return Details("read body", call.site)


def _note_parsed(span: Scope, call: Call, _: Any) -> None:
    request = call.args[0]
    span.note("cycleprof.form.fields", len(request._post))
    span.note("cycleprof.form.files", len(request._files))


def _describe_parse(call: Call) -> Details:
    request = call.args[0]
    length = str(request.META.get("CONTENT_LENGTH") or "")
    attributes: dict[str, Attribute] = {
        "http.request.body.size": int(length) if length.isdigit() else None,
        "cycleprof.content_type": request.content_type,
    }
    return Details("parse form", call.site, attributes)
