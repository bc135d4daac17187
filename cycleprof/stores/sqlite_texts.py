"""Which of the kept texts hold a text: by reading them all while they are few, else by an index.

The index knows every three letters that follow each other (FTS5's trigrams). It is not written
with each profile, which would cost more than the rest of its row: texts that have gathered are
added in bulk now and then, and those that wait are read through as before. A store of the default
size never needs it; an SQLite without FTS5 does without.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from typing import NamedTuple

FOLDED = "coalesce(folded, text)"
FEW = 20_000
"""So many texts are read through in some milliseconds."""
_AT_ONCE = 2_000
_SAMPLE = 512
_PIECE = 3  # letters
_PIECES = 3
_MOST_TERMS = 200

_OPTIONS = "content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1'"
_CREATE = (
    f"CREATE VIRTUAL TABLE letters USING fts5 (body, {_OPTIONS})",
    "CREATE VIRTUAL TABLE pieces USING fts5vocab (letters, row)",
    "CREATE TABLE indexed (upto INTEGER NOT NULL)",  # the last of the texts whose letters it knows
    "INSERT INTO indexed VALUES (0)",
)


class Needle(NamedTuple):
    """What is looked for, in lower case; ``whole`` means that it is all of a line."""

    text: str
    whole: bool = False

    @property
    def test(self) -> str:
        """The condition on a text. Codes and statements are kept several to a text, in lines."""
        if self.whole:
            return f"instr(char(10) || {FOLDED} || char(10), ?) > 0"
        return f"instr({FOLDED}, ?) > 0"

    @property
    def value(self) -> str:
        return f"\n{self.text}\n" if self.whole else self.text


def index() -> tuple[str, ...]:
    """The statements that make the index; none if this Python's SQLite cannot keep it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            for statement in _CREATE:
                connection.execute(statement)
        except sqlite3.OperationalError:
            return ()
    return _CREATE


def find_texts(connection: sqlite3.Connection, needle: Needle, most: int) -> list[int] | None:
    """The numbers of the texts that hold it; None if they are more than ``most``."""
    done = _upto(connection)
    if done is None or done < FEW:
        found = _read_through(connection, needle, 0, most)
    else:
        sample = _sample(connection, done)
        share = sum(needle.value in f"\n{text}\n" for text in sample) / len(sample)
        if share * done > 4 * most:
            return None
        found = _look_up(connection, needle, sample, most)
        found += _read_through(connection, needle, done, most)
    return found if len(found) <= most else None


def add_waiting(connection: sqlite3.Connection) -> bool:
    """Index the oldest of the texts that wait, within a transaction; False if they are few."""
    done = _upto(connection)
    last = connection.execute("SELECT max(id) FROM texts").fetchone()[0] or 0
    if done is None or last - done < FEW:
        return False
    sql = f"SELECT id, {FOLDED} FROM texts WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608 - built from constants
    rows = connection.execute(sql, (done, _AT_ONCE)).fetchall()
    added = [(one, _letters(text)) for one, text in rows]
    connection.executemany("INSERT INTO letters (rowid, body) VALUES (?, ?)", added)
    connection.execute("UPDATE indexed SET upto = ?", (rows[-1][0],))
    return True


def remove(connection: sqlite3.Connection, where: str) -> None:
    """Delete the texts for which a condition holds, within a transaction.

    The last one stays in any case: a number that was given once must not be given again.
    """
    where = f"{where} AND id < (SELECT max(id) FROM texts)"  # noqa: S608 - built from constants
    done = _upto(connection)
    if done:
        sql = f"SELECT id, {FOLDED} FROM texts WHERE id <= ? AND {where}"  # noqa: S608 - built from constants
        gone = [(one, _letters(text)) for one, text in connection.execute(sql, (done,))]
        connection.executemany(
            "INSERT INTO letters (letters, rowid, body) VALUES ('delete', ?, ?)", gone
        )
    connection.execute(f"DELETE FROM texts WHERE {where}")  # noqa: S608 - built from constants


def _upto(connection: sqlite3.Connection) -> int | None:
    """The last text that is indexed; None where there is no index."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'indexed'").fetchone():
        return None
    return int(connection.execute("SELECT upto FROM indexed").fetchone()[0])


def _letters(text: str) -> str:
    """A text as it is indexed: in lines, and with an end after its last two letters as well."""
    return "\n" + text.replace("\0", " ") + "\n\n"


def _read_through(
    connection: sqlite3.Connection, needle: Needle, done: int, most: int
) -> list[int]:
    sql = f"SELECT id FROM texts WHERE id > ? AND {needle.test} LIMIT ?"  # noqa: S608 - built from constants
    return [row[0] for row in connection.execute(sql, (done, needle.value, most + 1))]


def _sample(connection: sqlite3.Connection, done: int) -> list[str]:
    """Texts from all over the index, from which follows what is rare."""
    numbers = ", ".join(str(1 + done * step // _SAMPLE) for step in range(_SAMPLE))
    sql = f"SELECT {FOLDED} FROM texts WHERE id IN ({numbers})"  # noqa: S608 - numbers
    return [row[0] for row in connection.execute(sql)] or [""]


def _look_up(
    connection: sqlite3.Connection, needle: Needle, sample: list[str], most: int
) -> list[int]:
    pieces = _rarest(_pieces(needle.value), sample) or _begun(connection, needle.value)
    if pieces is None:
        return _read_through(connection, needle, 0, most)
    if not pieces:
        return []
    operator = " AND " if len(needle.value) >= _PIECE else " OR "
    match = operator.join('"' + piece.replace('"', '""') + '"' for piece in pieces)
    sql = (
        "SELECT texts.id FROM letters CROSS JOIN texts ON texts.id = letters.rowid "  # noqa: S608 - built from constants
        f"WHERE letters MATCH ? AND {needle.test} LIMIT ?"
    )
    return [row[0] for row in connection.execute(sql, (match, needle.value, most + 1))]


def _pieces(text: str) -> list[str]:
    text = text.replace("\0", " ")
    found = (text[start : start + _PIECE] for start in range(len(text) - _PIECE + 1))
    return list(dict.fromkeys(found))


def _rarest(pieces: list[str], sample: Iterable[str]) -> list[str]:
    """Some that few texts have: going along the others would take longer than it saves."""
    if len(pieces) <= _PIECES:
        return pieces
    seen = Counter(piece for text in map(_letters, sample) for piece in pieces if piece in text)
    return sorted(pieces, key=seen.__getitem__)[:_PIECES]


def _begun(connection: sqlite3.Connection, text: str) -> list[str] | None:
    """The pieces that begin with one or two letters; None if they are too many."""
    text = text.replace("\0", " ")
    sql = "SELECT term FROM pieces WHERE term >= ? AND term < ? LIMIT ?"
    beyond = text + "\U0010ffff"
    found = [row[0] for row in connection.execute(sql, (text, beyond, _MOST_TERMS + 1))]
    return found if len(found) <= _MOST_TERMS else None
