"""A site without addresses."""

from __future__ import annotations

urlpatterns = []
