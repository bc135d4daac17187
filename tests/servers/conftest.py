"""The servers, each started once for all files that ask it."""

from __future__ import annotations

import pytest

from tests.servers.site import COMMANDS, seed, serve


@pytest.fixture(scope="session", params=list(COMMANDS))
def server(request, tmp_path_factory):
    """Its name, and the site that it serves with cycleprof."""
    with serve(
        request.param, seed(tmp_path_factory.mktemp(request.param)), with_cycleprof=True
    ) as site:
        yield request.param, site
