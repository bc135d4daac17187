"""Comparing sets of profiles, and judging runs against budgets and baselines. Pure."""
