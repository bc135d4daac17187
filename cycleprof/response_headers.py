"""Reads and sets headers of a response: Django's mapping makes three calls of each."""

from __future__ import annotations

from django.http.response import HttpResponseBase, ResponseHeaders


def header(response: HttpResponseBase, name: str) -> str | None:
    """The value of a header, if the response has it."""
    headers = response.headers
    if headers.__class__ is not ResponseHeaders:
        return headers.get(name)
    found = headers._store.get(name.lower())  # noqa: SLF001 - private
    return found[1] if found is not None else None


def put(response: HttpResponseBase, values: dict[str, str]) -> None:
    """Set headers to what is printable ASCII for sure: nobody checks or converts it."""
    headers = response.headers
    if headers.__class__ is ResponseHeaders:
        store = headers._store  # noqa: SLF001 - likewise
        for name, value in values.items():
            store[name.lower()] = (name, value)
    else:
        for name, value in values.items():
            headers[name] = value
