"""Objects that nobody may ask for their text: it fails, hangs, asks a database or is enormous."""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.dispatch import Signal
from django.http import HttpResponse
from django.template import Context, Engine
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from cycleprof import profile, span
from cycleprof.freeze import telling
from tests.profiles import profile_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.trust.test_awkward_objects")]
began, released = threading.Event(), threading.Event()
asked = []


def fails():
    raise ZeroDivisionError("its text")


def hangs():
    began.set()
    assert released.wait(60), "nobody waits for this"
    return "late"


def queries():
    return str(Group.objects.count())


def enormous():
    return "x" * 50_000_000


class Awkward:
    """Its text is what ``make`` makes of it; whoever asks for it is noted."""

    def __init__(self, make):
        self.make = make

    def __repr__(self):
        asked.append(threading.current_thread().name)
        return self.make()

    __str__ = __repr__

    def __conform__(self, _protocol):  # SQLite's way to take it as a parameter
        return "taken"


KINDS = {one.__name__: one for one in (fails, hangs, queries, enormous)}


@pytest.fixture(autouse=True)
def _nobody_waits():
    asked.clear()
    began.clear()
    released.clear()
    yield
    released.set()
    with telling._asking:  # whoever was left waiting has gone
        pass


def in_a_context(one):
    template = Engine().from_string("{% if one %}{% block b %}yes{% endblock %}{% endif %}")
    return template.render(Context({"one": one, one: one}))


def in_a_statement(one):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [one])
        return cursor.fetchone()[0]


def in_a_span(one):
    with span("stretch", thing=one, things=[one]):
        return "yes"


def in_a_log(one):
    logger = logging.Logger("awkward")  # noqa: LOG001 - one without the suite's handlers
    logger.addHandler(logging.NullHandler())
    logger.warning("seen %s and %s", one, {"one": one})
    logger.warning(one)
    return "yes"


def in_a_signal(one):
    Signal().send(one, thing=one)
    return "yes"


def in_the_cache(one):
    return str(cache.get("nothing", one) is one)


def in_an_exception(one):
    raise LookupError(one)


PLACES = {one.__name__: one for one in (in_a_context, in_a_statement, in_a_span, in_a_log,
                                        in_a_signal, in_the_cache)}  # fmt: skip


def view(request, place, kind):
    return HttpResponse(PLACES[place](Awkward(KINDS[kind])))


def nested(request, depth):
    def deeper(level):
        with span("level"):
            return deeper(level - 1) if level else str(Group.objects.count())

    return HttpResponse(deeper(depth))


async def nested_in_tasks(request, depth):
    async def deeper(level):
        with span("level"):
            await asyncio.sleep(0)
            return await deeper(level - 1) if level else level

    found = await asyncio.gather(*(deeper(depth) for _ in range(5)))
    return HttpResponse(str(found))


def cyclic(request):
    things = {"name": "round"}
    things["self"] = [things]
    template = Engine().from_string("{{ self.0.self.0.name }}{% for one in self %}.{% endfor %}")
    return HttpResponse(template.render(Context(things)))


urlpatterns = [
    path("cyclic/", cyclic),
    path("tasks/<int:depth>/", nested_in_tasks),
    path("<int:depth>/", nested),
    path("<str:place>/<str:kind>/", view),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES)
def test_nobody_asks_for_the_text(place, kind):
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get(f"/{place}/{kind}/")
    kept = profile_of(answer)
    assert answer.status_code == 200
    assert answer.content in {b"yes", b"taken", b"True"}
    assert asked == []
    assert len(captured) == (place == "in_a_statement")
    assert not any("cycleprof.error" in one.attributes for one in kept.spans)
    assert not any(key.startswith("instrument.") for key in kept.versions)


TEXTS = {"fails": telling.UNREAD, "hangs": telling.UNREAD, "queries": telling.UNREAD}


@pytest.mark.parametrize("kind", KINDS)
def test_an_exception_that_holds_it_is_kept_all_the_same(kind):
    with CaptureQueriesContext(connection) as captured:
        with pytest.raises(LookupError) as caught, profile("awkward") as session:
            in_an_exception(Awkward(KINDS[kind]))
        kept = session.profile.exception
    assert isinstance(caught.value.args[0], Awkward)
    assert kept.type == "LookupError"
    assert kept.message == TEXTS.get(kind, kept.message)
    assert len(kept.message) < 100_000
    assert len(captured) == 0
    assert set(asked) == {"cycleprof-text"}


def test_one_text_that_hangs_holds_up_one_thread_only(monkeypatch):
    monkeypatch.setattr(telling, "_PATIENCE", 0.01)
    texts = {telling.message_of(LookupError(Awkward(hangs))) for _ in range(20)}
    assert texts == {telling.UNREAD}
    assert [one.name for one in threading.enumerate()].count("cycleprof-text") == 1
    assert began.wait(30)
    assert len(asked) == 1


def test_the_text_of_an_exception_with_its_own_words_is_read(monkeypatch):
    monkeypatch.setattr(telling, "_PATIENCE", 30)

    class OrderError(Exception):
        def __str__(self):
            return f"order {self.args[0]} is late"

    assert telling.message_of(OrderError(7)) == "order 7 is late"


def test_a_context_that_holds_itself():
    answer = Client().get("/cyclic/")
    assert answer.content == b"round."
    names = [one.attributes.get("cycleprof.template.context") for one in profile_of(answer).spans]
    assert ["name", "self"] in names


def ask_alone(depth):
    try:
        return Client().get(f"/{depth}/")
    finally:
        connection.close()


def levels(answer):
    return [one for one in profile_of(answer).spans if one.name == "level"]


def depth_of(spans):
    """How many of them lie within one another, at most."""
    depths = {}
    for one in spans:
        depths[one.id] = depths.get(one.parent_id, 0) + 1
    return max(depths.values())


@pytest.mark.django_db(transaction=True)
def test_deep_recursion_in_many_threads_at_once():
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask_alone, [100, 120, 140, 160] * 2))
    assert {(one.status_code, one.content) for one in answers} == {(200, b"0")}
    found = [levels(one) for one in answers]
    assert [len(one) for one in found] == [101, 121, 141, 161] * 2
    assert [depth_of(one) for one in found] == [101, 121, 141, 161] * 2


def test_deep_recursion_in_many_tasks_at_once():
    answer = Client().get("/tasks/100/")
    assert answer.content == b"[0, 0, 0, 0, 0]"
    found = levels(answer)
    assert len(found) == 5 * 101
    assert depth_of(found) == 101
    assert len({one.task for one in found}) == 5


def test_recursion_without_an_end_is_the_applications_own_error():
    def endless():
        with span("level"):
            return endless()

    with profile("endless") as session, pytest.raises(RecursionError):
        endless()
    assert session.profile.spans
