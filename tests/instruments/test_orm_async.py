"""Which line an awaited use of the ORM is said to come from."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from django.contrib.auth.models import User

import cycleprof

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def users():
    return [User.objects.create_user(f"user {number}") for number in range(3)]


def uses(session):
    return [span for span in session.profile.spans if "cycleprof.operation" in span.attributes]


def line_of(marker):
    lines = Path(__file__).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.endswith(f"# {marker}"))


def test_async_calls_that_are_gathered_have_the_line_that_wrote_them(users):
    async def read():
        named = User.objects.filter(username="user 1")  # narrowed
        return await asyncio.gather(
            User.objects.acount(),  # counted
            User.objects.filter(pk=0).aexists(),  # asked
            named.afirst(),
        )

    with cycleprof.profile("test") as session:
        assert asyncio.run(read()) == [3, False, users[1]]

    places = {span.origin.file for span in uses(session)}
    assert places == {"tests/instruments/test_orm_async.py"}
    lines = [span.origin.line for span in uses(session)]
    assert sorted(lines) == [line_of("narrowed"), line_of("counted"), line_of("asked")]
    asked = [span for span in session.profile.spans if span.name.startswith("SELECT")]
    assert sorted(span.origin.line for span in asked) == sorted(lines)


def test_async_call_has_the_coroutine_s_line(users):
    async def read():
        return await User.objects.aget(username="user 1")  # awaited

    with cycleprof.profile("test") as session:
        asyncio.run(read())

    (use,) = uses(session)
    assert use.origin.line == line_of("awaited")
