"""Which packages that the demo can do without are installed."""

from __future__ import annotations

from importlib.util import find_spec

HAS_REST_FRAMEWORK = find_spec("rest_framework") is not None
HAS_HTTPX = find_spec("httpx") is not None
