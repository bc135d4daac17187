"""Count what a page asks of its databases."""

from __future__ import annotations

from contextlib import ExitStack

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.test.utils import CaptureQueriesContext


def statements(client, url):
    """GET `url`; return the statements it ran on every alias, without those of transactions.

    Content types are known before, as they are from the second request of a process on.
    """
    ContentType.objects.get_for_models(*apps.get_models())
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        response = client.get(url)
        b"".join(response.streaming_content) if response.streaming else response.content
    texts = [query["sql"] for capture in captured for query in capture.captured_queries]
    return [text for text in texts if not text.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
