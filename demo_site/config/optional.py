"""Which packages that the demo can do without are installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec


def _installed(name: str) -> bool:
    """Whether a distribution is: `ninja` is also the module of a build tool."""
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


HAS_REST_FRAMEWORK = find_spec("rest_framework") is not None
HAS_NINJA = _installed("django-ninja")
HAS_HTTPX = find_spec("httpx") is not None
