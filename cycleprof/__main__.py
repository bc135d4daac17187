"""``python -m cycleprof``."""

from __future__ import annotations

import sys

from cycleprof.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
