"""Serves the front-end files, and the schemas of the documents."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.http import HttpRequest, HttpResponse

from cycleprof import assets, schemas
from cycleprof.toolbar.answers import ApiError, private, public_forever

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


def serve_asset(_request: HttpRequest, version: str, name: str) -> HttpResponse:
    """One file. Under another version than the current one it is served, but not for keeping."""
    try:
        content = assets.read(name)
    except assets.NoSuchAssetError as error:
        raise ApiError(404, "no-such-asset", str(error), "Reload the page.") from error
    response = HttpResponse(content, content_type=_TYPES[PurePosixPath(name).suffix])
    if version != assets.version():
        return private(response)
    response.headers["ETag"] = f'"{version}"'
    return public_forever(response)


def serve_schema(_request: HttpRequest, name: str) -> HttpResponse:
    """The JSON Schema of one kind of document."""
    try:
        content = schemas.read(name.removesuffix(".json"))
    except LookupError as error:
        hint = f"There are {', '.join(schemas.NAMES)}."
        raise ApiError(404, "no-such-schema", str(error), hint) from error
    return private(HttpResponse(content, content_type="application/schema+json"))
