"""The ``cycleprof`` command: everything that the browser shows, for terminals and programs."""
