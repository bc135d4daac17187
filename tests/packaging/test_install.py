"""However cycleprof is installed, its front end comes along."""

from __future__ import annotations

import pytest

from cycleprof import assets

pytestmark = pytest.mark.once


def test_installed_package_has_every_asset_of_the_source_tree(ask):
    sizes = ask("{n: len(cycleprof.assets.read(n)) for n in cycleprof.assets.names()}")

    assert sizes == {name: len(assets.read(name)) for name in assets.names()}
    assert sizes["panel.js"] > 0
