"""Who may see: viewers on this machine while DEBUG is on, else whom CYCLEPROF["ACCESS"] lets in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.utils.module_loading import import_string

from cycleprof.conf import get_config

logger = logging.getLogger("cycleprof")

_LOCAL_HOSTS = [
    "localhost",
    ".localhost",
    "127.0.0.1",
    "[::1]",
    "testserver",
    "host.docker.internal",
]
_SESSION = "django.contrib.sessions.middleware.SessionMiddleware"
_USER = "django.contrib.auth.middleware.AuthenticationMiddleware"
# What proxies, tunnels and content networks say of the client that they speak for.
_FORWARDING = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_X_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_CF_CONNECTING_IP",
    "HTTP_FLY_CLIENT_IP",
)


def is_cross_site(request: HttpRequest) -> bool:
    """Whether another site's page asks; it may link to our pages, but not read or embed them."""
    meta = request.META  # request.headers would be computed from it, for us alone
    site = meta.get("HTTP_SEC_FETCH_SITE")
    if site in {"cross-site", "same-site"}:
        return not (meta.get("HTTP_SEC_FETCH_MODE") == "navigate" and request.method == "GET")
    if request.method not in {"GET", "HEAD"} or site is not None:
        return False  # what changes something is judged where the API answers it, with a reason
    origin = meta.get("HTTP_ORIGIN")  # older browsers say only this
    return origin is not None and urlsplit(origin).netloc != meta.get("HTTP_HOST")


def refusal(request: HttpRequest) -> str | None:
    """Why this viewer may not see profiles, or None if they may."""
    if not _known_host(request):
        return "access: the Host header is neither local nor listed in ALLOWED_HOSTS"
    access = get_config().access
    if access is not None:
        return None if _ask(access, request) else "access: CYCLEPROF['ACCESS'] refuses"
    if not settings.DEBUG:
        return "access: DEBUG is off and CYCLEPROF['ACCESS'] is not set"
    if not _is_local(request):
        return "access: the viewer is not on this machine; set CYCLEPROF['ACCESS']"
    return None


def _ask(path: str, request: HttpRequest) -> bool:
    try:
        _identify(request)
        return bool(_load(path)(request))
    except Exception:
        logger.exception("CYCLEPROF['ACCESS'] (%s) failed; nobody may see", path)
        return False


def _identify(request: HttpRequest) -> None:
    """Let ACCESS ask for ``request.user`` also where the application's middleware has not run.

    The tool's own addresses are answered before it. Both attributes are lazy: nothing is read
    from the database unless ACCESS looks.
    """
    middleware = settings.MIDDLEWARE
    if _SESSION in middleware and not hasattr(request, "session"):
        import_string(_SESSION)(_nobody).process_request(request)
    if _USER in middleware and not hasattr(request, "user"):
        import_string(_USER)(_nobody).process_request(request)


def _nobody(_: HttpRequest) -> HttpResponse:
    """What a middleware is made with that is only asked to prepare the request."""
    return HttpResponse()


@lru_cache(maxsize=8)
def _load(path: str) -> Callable[[HttpRequest], bool]:
    loaded: Callable[[HttpRequest], bool] = import_string(path)
    return loaded


def _known_host(request: HttpRequest) -> bool:
    """Against DNS rebinding: a foreign name that points here is not a name of this site.

    A proxy may have put a name of its own into Host; then the browser's is in X-Forwarded-Host.
    """
    meta = request.META
    asked = str(meta.get("HTTP_HOST") or meta.get("SERVER_NAME", ""))
    forwarded = meta.get("HTTP_X_FORWARDED_HOST")
    allowed = tuple(settings.ALLOWED_HOSTS)
    if not forwarded:
        return _is_named(asked.strip(), allowed)
    hosts = [asked, *str(forwarded).split(",")]
    return all(_is_named(host.strip(), allowed) for host in hosts)


@lru_cache(maxsize=256)
def _is_named(host: str, allowed: tuple[str, ...]) -> bool:
    domain, _ = split_domain_port(host)
    if not domain:
        return False
    named = [host for host in allowed if host != "*"]
    return validate_host(domain, [*_LOCAL_HOSTS, *named]) or _is_address(domain)


def _is_address(host: str) -> bool:
    """A literal address cannot be rebound."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _is_local(request: HttpRequest) -> bool:
    """Whether the connection comes from this machine, and was not passed on from elsewhere."""
    meta = request.META
    passed = [meta[name] for name in _FORWARDING if name in meta]
    if not passed:
        return _is_near(meta.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for one in passed for hop in one.split(",") if hop.strip()]
    return _is_near(meta.get("REMOTE_ADDR", "")) and all(_is_near(_bare(hop)) for hop in hops)


def _bare(hop: str) -> str:
    """The address in one element of a forwarding header, e.g. ``for="[::1]:4711"``."""
    hop = hop.split(";", maxsplit=1)[0].strip().removeprefix("for=").strip('"')
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


@lru_cache(maxsize=256)
def _is_near(address: str) -> bool:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None) or parsed
    return mapped.is_loopback or str(mapped) == _container_gateway()


@lru_cache(maxsize=1)
def _container_gateway() -> str | None:
    """The host's address as a container sees it; None outside containers, or if it is public."""
    if not any(Path(mark).exists() for mark in ("/.dockerenv", "/run/.containerenv")):
        return None
    try:
        rows = Path("/proc/net/route").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return None
    for row in (line.split() for line in rows):
        if row[1] == "00000000":  # the default route; addresses stand in the machine's byte order
            gateway = IPv4Address(int.from_bytes(bytes.fromhex(row[2]), "little"))
            return str(gateway) if gateway.is_private else None
    return None
