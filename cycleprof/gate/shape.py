"""Names a statement so coarsely that a new column of its table does not give it a new name."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

_COLUMNS = re.compile(r"\b(SELECT(?: DISTINCT)?) [^()]+? FROM\b", re.IGNORECASE)
_INSERT = re.compile(r"^((?:INSERT|REPLACE) (?:IGNORE )?INTO \S+) \(.*$", re.IGNORECASE)
_UPDATE = re.compile(r"^(UPDATE \S+ SET) .*?( WHERE\b.*)?$", re.IGNORECASE)
_QUOTES = re.compile(r'["`]')
_LABEL = re.compile(
    r"^(?P<verb>\w+)(?:.*?\b(?:FROM|INTO|UPDATE)\s+(?P<table>\w+))?", re.IGNORECASE | re.DOTALL
)


@lru_cache(maxsize=4096)
def shape_of(sql: str) -> str:
    """The normalised statement without lists of columns and without quotes."""
    text = _QUOTES.sub("", sql)
    text = _COLUMNS.sub(r"\1 ... FROM", text)
    text = _INSERT.sub(r"\1 ...", text)
    return _UPDATE.sub(r"\1 ...\2", text)


@lru_cache(maxsize=4096)
def shape_key(alias: str, sql: str) -> str:
    """The name of a statement's shape on an alias; 12 hexadecimal digits stand for the shape."""
    digest = blake2b(shape_of(sql).encode("utf-8", "surrogatepass"), digest_size=6)
    return f"{alias}:{digest.hexdigest()}"


@lru_cache(maxsize=4096)
def label(sql: str) -> str:
    """The statement in two words for people: its verb and its first table."""
    text = shape_of(sql)
    match = _LABEL.match(text)
    if match is None:
        return text[:40]
    verb = match["verb"].upper()
    table = match["table"] if verb != "UPDATE" else text.split(" ")[1]
    return " ".join(part for part in (verb, table) if part)
