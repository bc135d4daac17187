"""The steps from a project's settings to a panel on its page, and where they end."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import django
from django.apps import apps
from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.test import Client

from cycleprof import assets, runtime
from cycleprof.analysis import silencers
from cycleprof.analysis.silencing import unused
from cycleprof.conf import base_dir, get_config, is_enabled
from cycleprof.stores import StoreError, open_store
from cycleprof.toolbar.access import refusal

_LOOKED_BACK = 200
_LISTED = "Its profile is in the list at /__cycleprof__/ all the same."
_SKIPS = {
    "excluded-path": 'Take the path out of CYCLEPROF["EXCLUDE"].',
    "sampled-out": 'Set CYCLEPROF["SAMPLE"] to 1.0.',
    "panel-off": 'Set CYCLEPROF["PANEL"] to True.',
    "access": "See the line about access above.",
    "blocked-by-csp": "Allow 'self', or a nonce, in the script-src of the page's policy.",
    "redirect": "Try --path with the address that it leads to.",
    "fragment": "It is a part of a page; open the page itself.",
    "background-request": "A script asked for it; open the page itself.",
    "content-encoding": "Only gzip is opened to put the tag in; compress outside of Django.",
    "body-has-digest": "A digest of the body is in its headers, so it must stay as it is.",
}
"""What to do about a reason, by its beginning; of all others: nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: how it is, and what to change."""

    verdict: Literal["ok", "note", "problem"]
    text: str
    remedy: str = ""


def diagnose(path: str) -> Iterator[Step]:
    """All steps; after one that ends everything the following ones are left out."""
    versions = f"Python {platform.python_version()}, Django {django.get_version()}"
    yield Step("ok", f"{versions}, settings {settings.SETTINGS_MODULE}")
    installed = apps.is_installed("cycleprof")
    if installed:
        yield Step("ok", "cycleprof is in INSTALLED_APPS")
    else:
        yield Step("problem", "cycleprof is not in INSTALLED_APPS",
                   'Add INSTALLED_APPS += ["cycleprof"], or use: cycleprof run …')  # fmt: skip
        return
    yield from _checks()
    yield from _enabled()
    if not is_enabled():
        return
    yield _middleware()
    yield _store()
    yield _files()
    yield from _silencers()
    yield _access()
    yield from _request(path)


def _checks() -> Iterator[Step]:
    found = run_checks(tags=["cycleprof"])
    for message in found:
        verdict: Literal["note", "problem"] = "problem" if message.level >= ERROR else "note"
        yield Step(verdict, f"{message.id}: {message.msg}", message.hint or "")
    if not found:
        yield Step("ok", "the settings in CYCLEPROF are understood")


def _enabled() -> Iterator[Step]:
    if is_enabled():
        why = "DEBUG is on" if settings.DEBUG else 'CYCLEPROF["ENABLED"] is set'
        yield Step("ok", f"it is on: {why}")
    else:
        why = "DEBUG is off" if get_config().enabled is None else 'CYCLEPROF["ENABLED"] is False'
        yield Step("problem", f"it is off: {why}", 'Set DEBUG = True, or CYCLEPROF["ENABLED"].')


def _middleware() -> Step:
    listed = "cycleprof.middleware.CycleprofMiddleware"
    if listed not in settings.MIDDLEWARE:
        return Step("ok", "the middleware is put outermost by itself")
    if settings.MIDDLEWARE[0] == listed:
        return Step("ok", "the middleware is listed first")
    return Step("note", "the middleware is listed, but not first: those before it are not recorded",
                "Take it out of MIDDLEWARE, or list it first.")  # fmt: skip


def _store() -> Step:
    url = get_config().store
    try:
        open_store(url, base_dir(), fallback=False).find((), limit=1)
    except (StoreError, ValueError) as error:
        return Step("problem", f"the store: {error}", getattr(error, "hint", ""))
    return Step("ok", f"the store {url} can be used")


def _silencers() -> Iterator[Step]:
    """Comments and patterns that silenced nothing in the newest profiles, and may go."""
    store = open_store(get_config().store, base_dir(), fallback=False)
    try:
        rows = store.find((), limit=_LOOKED_BACK)
        profiles = [store.get(row.id) for row in rows]
    except StoreError:  # told already
        return
    finally:
        store.close()
    sifted = [
        silencers(profile, get_config().judged_by, runtime.silence())
        for profile in profiles
        if profile is not None
    ]
    for name in unused(sifted):
        yield Step("note", f"silenced nothing in the newest {len(sifted)} profiles: {name}",
                   "Take it out if what it silenced is mended.")  # fmt: skip


def _files() -> Step:
    try:
        return Step(
            "ok", f"{len(assets.names())} front-end files are there; no collectstatic needed"
        )
    except assets.NoSuchAssetError as error:
        return Step("problem", str(error))


def _access() -> Step:
    from django.test import RequestFactory  # noqa: PLC0415 - beside its only use

    request = RequestFactory(SERVER_NAME=_host()).get("/")
    reason = refusal(request)
    if reason is None:
        return Step("ok", "a viewer on this machine may see it")
    return Step("problem", reason, 'Set CYCLEPROF["ACCESS"] to a callable that lets you in.')


def _host() -> str:
    named = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host not in {"*", "testserver"}]
    return named[0] if named and not settings.DEBUG else "localhost"


def _request(path: str) -> Iterator[Step]:
    """One real request through the project's own handler."""
    client = Client(SERVER_NAME=_host(), raise_request_exception=False)
    response: Any = client.get(path)
    kind = response.headers.get("Content-Type", "no content type")
    yield Step("ok" if response.status_code < 500 else "note",  # noqa: PLR2004 - HTTP's own number
               f"GET {path} answers {response.status_code}, {kind}")  # fmt: skip
    body = b"" if response.streaming else response.content
    response.close()
    profile_id = response.headers.get("X-Cycleprof-Id")
    skip = response.headers.get("X-Cycleprof-Skip", "")
    if profile_id is None:
        yield Step("problem", f"it was not recorded: {skip or 'no reason given'}", _advice(skip))
        return
    yield Step("ok", f"it was recorded as {profile_id}")
    if skip:
        yield Step("note", f"it gets no panel: {skip}", _advice(skip))
    elif response.headers.get("Content-Encoding") or b"cycleprof" in body:
        yield Step("ok", "the panel's script tag is in the page")
        yield from _connections(response.headers.get("Content-Security-Policy", ""))
    else:
        yield Step("problem", "the panel's script tag is not in the page",
                   "Please report it, with the page's headers.")  # fmt: skip


def _connections(policy: str) -> Iterator[Step]:
    """Whether the page's policy lets the panel ask for its data; the tag cannot tell."""
    rules = {name: rest for name, _, rest in (
        part.strip().partition(" ") for part in policy.split(";"))}  # fmt: skip
    sources = rules.get("connect-src", rules.get("default-src"))
    if sources is None or {"'self'", "*"} & set(sources.split()):
        return
    yield Step("problem", f"the page's policy keeps the panel from its data: connect-src {sources}",
               "Add 'self' to connect-src.")  # fmt: skip


def _advice(skip: str) -> str:
    return next((text for key, text in _SKIPS.items() if skip.startswith(key)), _LISTED)
