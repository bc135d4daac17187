# From a fresh clone, with nothing but Python 3.11+ and make:
#   make demo    the demo site on http://127.0.0.1:8000/ (PORT=... for another port)
#   make test    the test suite
#   make lint    what must hold before a commit: ruff, mypy, import-linter
#   make bench   what recording costs, beside Django alone and other tools (BENCH_ARGS=--quick)
# All of it lives in .venv; PYTHON=python3.13 picks the interpreter that .venv is made with.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
BENCH_ARGS ?=

# Relative paths only: the folder's own path may hold spaces, which make cannot quote.
VENV := .venv
HERE := $(shell pwd | cksum | cut -d' ' -f1)
BIN := $(VENV)/bin/python
INSTALL := $(BIN) -m pip install --quiet --disable-pip-version-check
MANAGE := $(BIN) demo_site/manage.py

.DEFAULT_GOAL := help
.PHONY: help demo seed test lint format bench clean

help:
	@sed -n 's/^#   //p' Makefile

demo: $(VENV)/.demo-$(HERE)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) seed
	@port=$$($(BIN) .ci/free_port.py $(HOST) $(PORT)) || exit 1; \
	printf '\n  The demo site: http://%s:%s/   (Ctrl-C stops it)\n\n' '$(HOST)' "$$port"; \
	exec $(MANAGE) runserver "$(HOST):$$port"

# Three runs, because some tests need a process of their own (tests/harness/processes.py).
# All happen, and any one's failure is make's. tests/browser comes last, since it uses the packages
# that tests/js installs.
test: $(VENV)/.dev-$(HERE)
	@failed=; \
	for tests in tests/demo tests tests/browser; do \
	  $(BIN) -m pytest $$tests $(PYTEST_ARGS) || failed="$$failed $$tests"; \
	done; \
	test -z "$$failed" || { echo "make test: failures in$$failed, see above" >&2; exit 1; }

lint: $(VENV)/.dev-$(HERE)
	$(BIN) -m ruff check .
	$(BIN) -m ruff format --check .
	git ls-files -z | xargs -0 $(BIN) .ci/hygiene.py
	$(BIN) -m mypy
	$(BIN) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

format: $(VENV)/.dev-$(HERE)
	$(BIN) -m ruff check --fix .
	$(BIN) -m ruff format .

bench: $(VENV)/.bench-$(HERE)
	@$(BIN) -m tests.benchmarks $(BENCH_ARGS)

clean:
	rm -rf $(VENV) .nox build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: an environment is made once, and installed into again when pyproject.toml changes or
# the folder has moved (an editable install names the folder's path).
$(VENV)/.demo-$(HERE): $(VENV)/.made-$(HERE) pyproject.toml
	@echo "Installing cycleprof and what the demo site needs into $(VENV) ..."
	@$(INSTALL) --editable '.[cli,jinja2]' --group demo
	@touch $@

$(VENV)/.dev-$(HERE): $(VENV)/.made-$(HERE) pyproject.toml
	@echo "Installing cycleprof and its development tools into $(VENV) ..."
	@$(INSTALL) --editable '.[cli,jinja2,redis]' --group dev
	@touch $@ $(VENV)/.demo-$(HERE)

$(VENV)/.bench-$(HERE): $(VENV)/.dev-$(HERE)
	@echo "Installing the tools that cycleprof is compared with into $(VENV) ..."
	@$(INSTALL) --group bench
	@touch $@

$(VENV)/.made-$(HERE):
	@$(PYTHON) .ci/make_venv.py $(VENV)
	@$(INSTALL) --upgrade 'pip>=25.1'  # the first that installs dependency groups
	@touch $@
