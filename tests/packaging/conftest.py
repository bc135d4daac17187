from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def distributions(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("distributions")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="session")
def wheel(distributions) -> Path:
    (found,) = distributions.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def sdist(distributions) -> Path:
    (found,) = distributions.glob("*.tar.gz")
    return found


@pytest.fixture(scope="session")
def unpacked(sdist, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("with a space")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (tree,) = folder.iterdir()
    return tree


@pytest.fixture(params=["wheel", "sdist", "editable"])
def python(request, tmp_path) -> Path:
    """The interpreter of a fresh environment in which cycleprof was installed one way."""
    folder = tmp_path / f"environment of {request.param}"
    venv.create(folder, symlinks=True)
    interpreter = folder / "bin" / "python"
    if request.param == "editable":
        source = ["--editable", request.getfixturevalue("unpacked")]
    else:
        source = [request.getfixturevalue(request.param)]
    pip = [sys.executable, "-m", "pip", "--python", interpreter, "install", "--quiet"]
    run(*pip, *source, cwd=tmp_path)
    return interpreter


@pytest.fixture
def ask(python, tmp_path):
    """Evaluate an expression about cycleprof in that environment, away from the source tree."""

    def evaluate(expression: str):
        program = f"import cycleprof, cycleprof.assets, json; print(json.dumps({expression}))"
        return json.loads(run(python, "-I", "-c", program, cwd=tmp_path))

    return evaluate
