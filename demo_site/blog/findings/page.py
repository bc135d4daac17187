"""What is known about one pair of pages: the finding, and the two views."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A bad page and the fixed page beside it.

    code: the finding that the bad page has, and the fixed page has not.
    slug: their address, /findings/<slug>/bad/ and /findings/<slug>/fixed/.
    look_for: what to look for on the bad page, in one sentence.
    model, relation: where the finding lies, as `app_label.Model` and the accessor or field name
        on it; empty where the finding is about no model.
    remedy: the kind of change that leads to the fixed page.
    needs, command: what the finding needs to be shown, and the command that provides it; empty
        where `make demo` is enough.
    """

    code: str
    slug: str
    title: str
    look_for: str
    model: str
    relation: str
    remedy: str
    bad: View
    fixed: View
    needs: str = ""
    command: str = ""

    def view(self, side: str) -> View:
        return self.bad if side == "bad" else self.fixed

    def source(self, side: str) -> str:
        """Return the text of the view's function, as it is shown on its page."""
        return inspect.getsource(inspect.unwrap(self.view(side)))
