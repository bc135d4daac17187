"""What the wheel and the sdist hold, file by file."""

from __future__ import annotations

import tarfile
import zipfile
from collections import Counter
from email import message_from_bytes

import pytest

import cycleprof
from tests.packaging.conftest import ROOT

MADE_BY_RUNS = {"__pycache__", "node_modules", "var", ".cycleprof"}

pytestmark = pytest.mark.once


@pytest.fixture
def in_wheel(wheel) -> Counter[str]:
    with zipfile.ZipFile(wheel) as archive:
        return Counter(archive.namelist())


@pytest.fixture
def in_sdist(sdist) -> set[str]:
    with tarfile.open(sdist) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


@pytest.fixture
def metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (path,) = [name for name in archive.namelist() if name.endswith("/METADATA")]
        return message_from_bytes(archive.read(path))


def test_wheel_holds_the_panel_once(in_wheel):
    panels = {name: n for name, n in in_wheel.items() if name.endswith("/panel.js")}

    assert panels == {"cycleprof/static/cycleprof/panel.js": 1}


def test_wheel_holds_the_package_and_nothing_else(in_wheel):
    metadata = f"cycleprof-{cycleprof.__version__}.dist-info"

    assert {name.partition("/")[0] for name in in_wheel} == {"cycleprof", metadata}


def test_wheel_says_that_it_is_typed(in_wheel):
    assert in_wheel["cycleprof/py.typed"] == 1


def test_wheel_needs_only_django_and_sqlparse(metadata):
    needs = metadata.get_all("Requires-Dist")

    assert [need for need in needs if "extra ==" not in need] == ["django>=5.2", "sqlparse>=0.5"]


def test_wheel_states_its_licence(metadata):
    assert metadata["License-Expression"] == "BSD-3-Clause"
    assert metadata["License-File"] == "LICENSE"


@pytest.mark.parametrize("folder", ["cycleprof", "static", "tests", "demo_site"])
def test_sdist_holds_every_source_file(in_sdist, folder):
    sources = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not MADE_BY_RUNS & set(path.parts)
    }

    assert sources
    assert sources - in_sdist == set()


@pytest.mark.parametrize("name", ["Makefile", "noxfile.py", ".ci/run", "demo_site/manage.py"])
def test_sdist_holds_what_the_checks_need(in_sdist, name):
    assert name in in_sdist


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"])
def test_sdist_holds_the_documents(in_sdist, name):
    assert name in in_sdist
