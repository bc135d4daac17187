"""The marker `only(django=">=6.0", python=">=3.12")`: for behaviour that not every version has.

Such a test is deselected elsewhere, not skipped: nothing is missing that could be installed, and
another row of the matrix runs it.
"""

from __future__ import annotations

import platform

import django
import pytest
from packaging.specifiers import SpecifierSet

VERSIONS = {"django": django.__version__, "python": platform.python_version()}


def pytest_configure(config: pytest.Config):
    config.addinivalue_line("markers", "only(django=..., python=...): versions it applies to")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]):
    elsewhere = [item for item in items if not _applies(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def _applies(item: pytest.Item) -> bool:
    return all(
        SpecifierSet(wanted).contains(VERSIONS[name], prereleases=True)
        for marker in item.iter_markers("only")
        for name, wanted in marker.kwargs.items()
    )
