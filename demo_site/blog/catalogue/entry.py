"""One line of the index page: a page of the demo, what it exercises and what to look for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that the index links to.

    name: URL name, with its namespaces.
    text: what the page exercises and what to look for in the profiler, in one sentence.
    sample: URL argument -> key of the sample row that fills it (see `samples.Samples`).
    query: query string without its question mark.
    status: the status that a GET answers with (after no redirect).
    login: whether the page asks for a login first, so that a guest is redirected.
    """

    name: str
    title: str
    text: str
    sample: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 200
    login: bool = False

    def url(self, samples: Mapping[str, object]) -> str:
        kwargs = {argument: samples[key] for argument, key in self.sample.items()}
        address = reverse(self.name, kwargs=kwargs)
        return f"{address}?{self.query}" if self.query else address


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    entries: tuple[Entry, ...]
