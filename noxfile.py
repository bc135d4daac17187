"""Every check of the project, each in an environment of its own; `nox --list` shows them."""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["lint", "types", "contracts", "tests"]

NEWEST = "3.13"
DJANGOS = {  # Python: the Django releases that run on it
    "3.11": ("5.2",),
    "3.12": ("5.2", "6.0", "6.1"),
    "3.13": ("5.2", "6.0", "6.1"),
}
MATRIX = [(python, django) for python, djangos in DJANGOS.items() for django in djangos]
VARYING = "not once and not browser"  # what the versions may change
# What Django's version cannot change, or hardly: `make test` runs it with the oldest Python and
# Django, and the newest row of the matrix once more.
ALIKE = ("benchmarks", "ci", "cli", "exporters", "gate", "harness", "panels", "plugin", "stores")
ON_ALL_CORES = ("--numprocesses", "auto", "--dist", "loadfile")


def install(session: nox.Session, *groups: str, django: str = DJANGOS[NEWEST][-1]) -> None:
    """Install cycleprof, editable, with its extras, one Django series and dependency groups."""
    chosen = [option for group in groups for option in ("--group", group)]
    session.install("--editable", ".[cli,jinja2,redis]", f"Django~={django}.0", *chosen)


def pytest(session: nox.Session, *arguments: str) -> None:
    """Run pytest; `nox -s tests -- -k word` adds to its options."""
    session.run("python", "-m", "pytest", *arguments, *session.posargs)


@nox.session
@nox.parametrize("python,django", MATRIX)
def tests(session: nox.Session, django: str) -> None:
    """Run what may differ between versions: the package's tests and the demo site's."""
    install(session, "test", django=django)
    newest = (session.python, django) == MATRIX[-1]
    left_out = () if newest else tuple(f"--ignore=tests/{folder}" for folder in ALIKE)
    pytest(session, "-m", VARYING, *left_out, *ON_ALL_CORES)
    pytest(session, "tests/demo", "-m", VARYING, "--cycleprof")  # guarded by [tool.cycleprof]


@nox.session(python=NEWEST)
@nox.parametrize("database", ["sqlite", "postgres", "mariadb"])
def databases(session: nox.Session, database: str) -> None:
    """Run the demo site's tests on one database server, and those of the findings."""
    install(session, "test")
    session.env["DEMO_DATABASE"] = session.env["CYCLEPROF_TEST_DATABASE"] = database
    pytest(session, "tests/demo", "-m", VARYING)
    if database != "sqlite":  # on which the session `tests` runs them
        pytest(session, "tests/findings")


@nox.session(python=NEWEST)
def browser(session: nox.Session) -> None:
    """Drive the panel in Chromium, and run its own modules in Node."""
    install(session, "test")
    pytest(session, "tests/js")  # first: it installs the packages that the other uses
    pytest(session, "tests/browser")


@nox.session(python=NEWEST)
def django_suite(session: nox.Session) -> None:
    """Run Django's own tests with and without recording; `-- slice` takes those of CI only."""
    install(session, "test")
    session.run("python", "-m", "tests.trust.django_suite", *(session.posargs or ["all"]))


@nox.session(python=NEWEST)
def foreign(session: nox.Session) -> None:
    """Run suites that are not ours, from PyPI, with and without recording: the same outcomes?"""
    install(session, "test")
    needed = ("dj-database-url", "django-crispy-forms", "markdown", "pytz")  # by those suites
    session.install(*needed)
    session.run("python", "-m", "tests.gate.foreign", *session.posargs)


@nox.session(python=NEWEST)
def packaging(session: nox.Session) -> None:
    """Build the wheel and the sdist, install them, and look at what they carry."""
    install(session, "test")
    pytest(session, "tests/packaging")


@nox.session(python=NEWEST)
def lint(session: nox.Session) -> None:
    """Ruff's rules and its formatting, and tidy text files."""
    session.install("--group", "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    listed = session.run("git", "ls-files", "-z", external=True, silent=True, log=False)
    session.run("python", ".ci/hygiene.py", *str(listed).split("\0")[:-1])


@nox.session(python=NEWEST)
def types(session: nox.Session) -> None:
    """Strict mypy."""
    install(session, "dev")
    session.run("mypy")


@nox.session(python=NEWEST)
def contracts(session: nox.Session) -> None:
    """Who may import whom."""
    install(session, "contracts")
    session.run("lint-imports")
