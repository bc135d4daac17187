from __future__ import annotations

import pytest

from cycleprof.gate.shape import label, shape_key, shape_of


@pytest.mark.parametrize(
    ("sql", "shape", "words"),
    [
        (
            'SELECT "a"."id", "a"."b" FROM "a" WHERE "a"."id" = ?',
            "SELECT ... FROM a WHERE a.id = ?",
            "SELECT a",
        ),
        ("SELECT DISTINCT `a`.`id` FROM `a`", "SELECT DISTINCT ... FROM a", "SELECT a"),
        ('SELECT COUNT(*) AS "__count" FROM "a"', "SELECT COUNT(*) AS __count FROM a", "SELECT a"),
        ('INSERT INTO "a" ("b", "c") VALUES (...)', "INSERT INTO a ...", "INSERT a"),
        (
            'UPDATE "a" SET "b" = ?, "c" = ? WHERE "a"."id" = ?',
            "UPDATE a SET ... WHERE a.id = ?",
            "UPDATE a",
        ),
        (
            'DELETE FROM "a" WHERE "a"."id" IN (...)',
            "DELETE FROM a WHERE a.id IN (...)",
            "DELETE a",
        ),
        ("SAVEPOINT ?", "SAVEPOINT ?", "SAVEPOINT"),
    ],
)
def test_columns_and_quotes_are_no_part_of_a_shape(sql, shape, words):
    assert shape_of(sql) == shape
    assert label(sql) == words


def test_the_alias_is_part_of_the_key():
    assert shape_key("default", "SELECT 1") != shape_key("archive", "SELECT 1")
