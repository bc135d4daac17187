"""System checks: what is wrong with the settings, and what to change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

from cycleprof.conf import base_dir, get_config, is_enabled, parse

_PATH = "cycleprof.middleware.CycleprofMiddleware"


def register_all() -> None:
    """Tell Django of the checks."""
    for check in (check_settings, check_access, check_panels, check_place):
        checks.register(check, "cycleprof")
    checks.register(check_deployment, "cycleprof", deploy=True)


def check_settings(**_: Any) -> list[checks.CheckMessage]:
    """E001: a key or value of CYCLEPROF is wrong. E002: the store's URL is."""
    from cycleprof.stores import open_store  # noqa: PLC0415 - much code, and checks run seldom

    problems = parse(getattr(settings, "CYCLEPROF", {}))[1]
    found: list[checks.CheckMessage] = [
        checks.Error(problem.message, hint=problem.hint, id="cycleprof.E001")
        for problem in problems
    ]
    try:
        open_store(get_config().store, base_dir())
    except ValueError as error:
        hint = 'Set CYCLEPROF["STORE"], or leave it out for a file under BASE_DIR.'
        found.append(checks.Error(f"CYCLEPROF['STORE']: {error}.", hint=hint, id="cycleprof.E002"))
    return found


def check_access(**_: Any) -> list[checks.CheckMessage]:
    """E003: ACCESS cannot be called. W001: the tool is on although DEBUG is off."""
    access = get_config().access
    wrong = _why_not_callable(access) if access is not None else None
    if wrong is not None:
        hint = "Give the dotted path of a callable that takes the request; until then nobody sees."
        return [checks.Error(f"CYCLEPROF['ACCESS']: {wrong}", hint=hint, id="cycleprof.E003")]
    if is_enabled() and not settings.DEBUG:
        who = "whom CYCLEPROF['ACCESS'] lets in" if access else "nobody, since ACCESS is not set"
        message = f"cycleprof is on although DEBUG is off; profiles are shown to {who}."
        hint = 'Take CYCLEPROF["ENABLED"] out of production settings unless you mean it.'
        return [checks.Warning(message, hint=hint, id="cycleprof.W001")]
    return []


def check_panels(**_: Any) -> list[checks.CheckMessage]:
    """E004: a tab of PANELS cannot be called."""
    hint = "Give the dotted path of a build(report) that returns a Panel."
    wrong = [_why_not_callable(path) for path in get_config().panels]
    return [
        checks.Error(f"CYCLEPROF['PANELS']: {why}", hint=hint, id="cycleprof.E004")
        for why in wrong
        if why is not None
    ]


def _why_not_callable(path: str) -> str | None:
    try:
        found = import_string(path)
    except ImportError as error:
        return str(error)
    return None if callable(found) else f"{path} is no callable but {type(found).__name__}"


def check_deployment(**_: Any) -> list[checks.CheckMessage]:
    """W003, with ``check --deploy``: the tool is on because DEBUG is, and would be deployed so."""
    if not is_enabled() or not settings.DEBUG:
        return []
    hosts = ", ".join(settings.ALLOWED_HOSTS) or "this machine's names only"
    message = f"cycleprof is on because DEBUG is; the site answers to: {hosts}."
    hint = 'Deploy with DEBUG = False, or set CYCLEPROF["ENABLED"] = False.'
    return [checks.Warning(message, hint=hint, id="cycleprof.W003")]


def check_place(**_: Any) -> list[checks.CheckMessage]:
    """W002: the middleware is listed, but not first, so what stands before it is not recorded."""
    listed = list(settings.MIDDLEWARE)
    if not is_enabled() or _PATH not in listed or listed[0] == _PATH:
        return []
    before = ", ".join(path.rpartition(".")[2] for path in listed[: listed.index(_PATH)])
    hint = f"Remove {_PATH} from MIDDLEWARE (it is added outermost by itself) or list it first."
    message = f"These middleware run outside cycleprof and are not in its record: {before}."
    return [checks.Warning(message, hint=hint, id="cycleprof.W002")]
