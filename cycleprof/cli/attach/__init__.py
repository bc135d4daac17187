"""A folder for PYTHONPATH: each Python that starts with it attaches cycleprof to its project."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
STORE_VARIABLE = "CYCLEPROF_RUN_STORE"
"""The environment variable with the store's URL that ``cycleprof run --store`` was given."""
