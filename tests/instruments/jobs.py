"""Tasks, where Django has them."""

from __future__ import annotations

try:
    from django.tasks import task
except ImportError:  # before Django 6.0
    water = None
else:

    @task
    def water(what):
        return f"watered {what}"
