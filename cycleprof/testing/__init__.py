"""Recording in tests: what each test causes, whichever runner runs it."""
