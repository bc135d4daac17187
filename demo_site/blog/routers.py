"""Send the model Visit to the alias `archive`, and everything else to `default`."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

ARCHIVED = frozenset({"visit"})


class ArchiveRouter:
    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return self._alias(model._meta.app_label, model._meta.model_name)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return self._alias(model._meta.app_label, model._meta.model_name)

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool:
        # `manage.py migrate --database archive` must create the table of visits alone, and a plain
        # `migrate` must not: seed prepares the archive by itself.
        return db == self._alias(app_label, model_name)

    @staticmethod
    def _alias(app_label: str, model_name: str | None) -> str:
        return "archive" if app_label == "blog" and model_name in ARCHIVED else "default"
