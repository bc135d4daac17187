"""Secrets are masked by the name they stand under and by how they look."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycleprof import redact
from cycleprof.redact import MASK


@pytest.mark.parametrize(
    "name",
    ["password", "new_password2", "Authorization", "X-Api-Key", "apikey", "csrftoken", "sessionid",
     "Cookie", "Set-Cookie", "client_secret", "access_token", "private-key", "X-CSRFToken", "pin"],
)  # fmt: skip
def test_names_of_secrets(name):
    assert redact.pair(name, "value") == MASK


@pytest.mark.parametrize(
    "name", ["author", "passenger", "monkey", "keyboard", "pinned", "User-Agent"]
)
def test_innocent_names(name):
    assert redact.pair(name, "value") == "value"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Bearer abcdef123456", f"Bearer {MASK}"),
        ("to eyJhbGciOi.eyJzdWIiOi.SflKxwRJ end", f"to {MASK} end"),
        ("pbkdf2_sha256$600000$salt$hash=", MASK),
        ("postgres://ada:s3cret@db/x", f"postgres://{MASK}@db/x"),
        ("card 4111 1111 1111 1111 ok", f"card {MASK} ok"),
        ("sk_live_abcdefghijklmnop1234", MASK),
        ("?token=abcdef&page=2", f"?token={MASK}&page=2"),
        ('{"password": "hunter22"}', f'{{"password": "{MASK}"}}'),
    ],
)
def test_values_that_look_like_secrets(text, masked):
    assert redact.text(text) == masked


@pytest.mark.parametrize(
    "text",
    ["/posts/2024-11-20/", "order 12345", "01a1fb289725d43362174c4cf6da38f4", "3.14159265358979"],
)
def test_values_that_do_not(text):
    assert redact.text(text) == text


def test_literals_of_sql_beside_a_secret_column():
    sql = "SELECT * FROM s WHERE session_key = 'abc' AND name = 'ada'"
    assert redact.sql(sql) == f"SELECT * FROM s WHERE session_key = '{MASK}' AND name = 'ada'"


def test_literals_of_sql_that_writes_a_secret():
    assert "hunter" not in redact.sql("INSERT INTO u (name, password) VALUES ('ada', 'hunter')")


def test_joins_over_a_session_column_stay_readable():
    sql = 'SELECT 1 FROM a JOIN b ON ("a"."session_id" = "b"."id")'
    assert redact.sql(sql) == sql


@pytest.mark.parametrize(
    ("sql", "secret"),
    [
        ('SELECT "password" FROM u WHERE "id" = %s', False),
        ('SELECT 1 FROM s WHERE "session_key" = %s', True),
        ("UPDATE u SET password = %s WHERE id = %s", True),
        ("INSERT INTO t (token) VALUES (%s)", True),
        ("SELECT 1 FROM u WHERE name LIKE %s", False),
    ],
)
def test_statements_whose_parameters_are_secret(sql, secret):
    assert redact.mentions_secret(sql) is secret


@pytest.mark.parametrize(
    "name",
    ["passwordConfirm", "userpassword", "old-passwd", "dbpwd", "connect.sid", "X-Auth", "totp",
     "oauth_token", "SAMLResponse", "card_no", "ccnum", "security-code", "id_token", "jwt"],
)  # fmt: skip
def test_more_names_of_secrets(name):
    assert redact.is_sensitive(name)


@pytest.mark.parametrize(
    "name", ["compass", "passport_country", "hotpot", "spinner", "account", "inside", "accno"]
)
def test_more_innocent_names(name):
    assert not redact.is_sensitive(name)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("{'password': ['hunter2 and more']}", "hunter2 and more"),
        ("<QueryDict: {'token': ['zebra-17']}>", "zebra-17"),
        ('{\\"password\\": \\"zebra-17\\"}', "zebra-17"),
        ("[('password', 'zebra-17')]", "zebra-17"),
        ("/login/?next=/x%3Ftoken%3Dzebra-17", "zebra-17"),
        ("Cookie: sessionid=zebra-17; csrftoken=zebra-18", "zebra-1"),
        ("secret=>'zebra-17'", "zebra-17"),
        ("os.environ['API_KEY'] = 'zebra-17'", "zebra-17"),
        ("authorization: bearer zebra-1717", "zebra-17"),
        ("redis://:zebra-17@cache:6379/0", "zebra-17"),
        ("/reset/MQ/cx1y2z-0123456789abcdef0123456789abcdef/", "0123456789abcdef"),
        ("github_pat_11ABCDEFG0123456789", "11ABCDEFG"),
        ("AKIAIOSFODNN7EXAMPLE", "IOSFODNN"),
        ("$2b$12$EixZaYVK1fsbw1ZfbX3OXe", "EixZaYVK"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIEow==\n-----END RSA PRIVATE KEY-----", "MIIE"),
        ("4242-4242-4242-4242", "4242"),
    ],
)
def test_more_text_with_secrets(text, secret):
    masked = redact.text(text)
    assert secret not in masked
    assert MASK in masked


@pytest.mark.parametrize("text", ["/p/?_=1700000000000", "at 1700000000123456789 ns", "key=size"])
def test_more_text_without(text):
    assert redact.text(text) == text


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT 1 FROM t WHERE UPPER("t"."token"::text) LIKE UPPER(%s)',
        'SELECT 1 FROM t WHERE "t"."token" ~* %s',
        'SELECT 1 FROM t WHERE "t"."token" NOT IN (%s, %s)',
        "SELECT 1 FROM t WHERE `token` LIKE BINARY %s",
        'SELECT 1 FROM t WHERE "token" COLLATE NOCASE = %s',
        'SELECT 1 FROM t WHERE "token" IS NOT DISTINCT FROM %s',
        "/* app */ UPDATE u SET password = %s",
        "WITH x AS (SELECT 1) INSERT INTO t (token) VALUES (%s)",
    ],
)
def test_more_statements_whose_parameters_are_secret(sql):
    assert redact.mentions_secret(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM t WHERE token IN ('zebra1', 'zebra2','zebra3')",
        "SELECT 1 FROM t WHERE token = E'zebra'",
        'SELECT 1 FROM t WHERE `token` = "zebra"',
        "SELECT 1 FROM t WHERE UPPER(token) = UPPER('zebra')",
        "SELECT 1 FROM t WHERE token BETWEEN 'zebra' AND 'zebra2'",
        "SELECT 1 FROM t WHERE token = $$zebra$$",
        "ALTER ROLE ada PASSWORD 'zebra'",
        "CREATE USER ada IDENTIFIED BY 'zebra'",
        "-- note\nINSERT INTO u (password) VALUES ('zebra'), ('it''s zebra')",
    ],
)
def test_more_literals_of_secrets(sql):
    assert "zebra" not in redact.sql(sql)


HOSTILE = ["eyJ", "pass", "token", "a", "-", "1", "1 ", "://x", "'", "\\", "sk_", "(", "a=", "/*",
           '"a" ', "x-", "Basic ", "$2b$", "token='"]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("mask", [redact.text, redact.sql, redact.mentions_secret])
def test_the_work_grows_with_the_length_and_not_with_its_square(mask, piece):
    short, long = (_seconds(mask, piece * (size // len(piece))) for size in (10_000, 320_000))
    assert long < 200 * max(short, 1e-4)  # 32 times the text: the square would be 1024


def _seconds(mask, text):
    def once():
        began = process_time()
        mask(text)
        return process_time() - began

    return min(once() for _ in range(3))


@given(st.text(), st.text(min_size=1))
def test_any_text_can_be_masked(left, right):
    redact.sql(f"{left}'{right}")
    assert isinstance(redact.text(f"{left}={right}"), str)
