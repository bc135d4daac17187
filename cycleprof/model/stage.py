"""What is said of every span: the part of the cycle it belongs to, how it ended, its attributes."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Kind = Literal["request", "command", "task", "test", "block"]
"""What ran."""
Attribute = str | int | float | bool | None | list[str]
"""What one attribute of a span may hold: a JSON scalar or a list of strings."""
Status = Literal["ok", "error", "cancelled", "unfinished"]


class Stage(StrEnum):
    """The part of the cycle that a span belongs to."""

    SERVER = "server"
    MIDDLEWARE = "middleware"
    RESOLVE = "resolve"
    VIEW = "view"
    ORM = "orm"
    DB = "db"
    TRANSACTION = "transaction"
    TEMPLATE = "template"
    CACHE = "cache"
    SIGNAL = "signal"
    HTTP = "http"
    MAIL = "mail"
    TASK = "task"
    SERIALIZE = "serialize"
    RESPONSE = "response"
    PYTHON = "python"
    USER = "user"
