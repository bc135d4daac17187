"""One shape of statement is one fingerprint, however it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycleprof.fingerprint import fingerprint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT * FROM t WHERE id = 1", "SELECT * FROM t WHERE id = 234"),
        ("SELECT * FROM t WHERE id = 1", "SELECT * FROM t WHERE id = %s"),
        ("SELECT 1 FROM t WHERE n = 'a'", "SELECT 1 FROM t WHERE n = 'it''s -- b'"),
        ("SELECT 1 FROM t WHERE id IN (1, 2)", "SELECT 1 FROM t WHERE id IN (%s, %s, %s)"),
        ("SELECT  1\n FROM t", "SELECT 1 FROM t /* who */ -- asked"),
        ("INSERT INTO t VALUES (1, 2), (3, 4)", "INSERT INTO t VALUES (%s, %s)"),
        ('SAVEPOINT "s123_x1"', 'SAVEPOINT "s987_x22"'),
        ("SELECT 1.5e3", "SELECT -7"),
        ("SELECT $1", "SELECT %s"),
        ("SELECT $tag$a'b$tag$", "SELECT 'x'"),
    ],
)
def test_the_same(one, other):
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT 1 FROM t1", "SELECT 1 FROM t2"),
        ('SELECT "a" FROM t', 'SELECT "b" FROM t'),
        ("SELECT 1 FROM t WHERE a = 1", "SELECT 1 FROM t WHERE b = 1"),
        ("SELECT 1 FROM `x-1`", "SELECT 1 FROM `x-2`"),
        ("SELECT a::int FROM t", "SELECT a::text FROM t"),
    ],
)
def test_not_the_same(one, other):
    assert fingerprint(one) != fingerprint(other)


@given(st.text())
def test_any_text_has_one(sql):
    shape = fingerprint(sql)
    assert len(shape.hash) == 16
    assert fingerprint(sql) == shape


def test_normalising_twice_changes_nothing():
    once = fingerprint("SELECT a FROM t WHERE b IN (1, 2) AND c = 'x' LIMIT 21").sql
    assert once == "SELECT a FROM t WHERE b IN (...) AND c = ? LIMIT ?"
    assert fingerprint(once).sql == once
