"""Receivers as spans."""

from __future__ import annotations

import gc
from functools import partial
from weakref import ref

import pytest
from django.contrib.auth.models import Group
from django.db.models.signals import post_init, post_save
from django.dispatch import Signal
from django.test import override_settings

from cycleprof import profile
from cycleprof.model import Stage
from tests.profiles import one

asked = Signal()


def answer(sender, **kwargs):
    return 42


def refuse(sender, **kwargs):
    raise PermissionError("no")


async def answer_later(sender, **kwargs):
    return 43


@pytest.fixture
def listen():
    connected = []

    def connect(receiver, signal=asked, sender=None):
        signal.connect(receiver, sender=sender, weak=False)
        connected.append((signal, receiver, sender))

    yield connect
    for signal, receiver, sender in connected:
        signal.disconnect(receiver, sender=sender)


def test_each_receiver_is_a_span_with_signal_and_sender(listen):
    listen(answer)
    with profile("send") as session:
        asked.send(sender=Group)
    span = one(session.profile, f"asked → {__name__}.answer")
    assert span.stage is Stage.SIGNAL
    assert span.attributes == {
        "cycleprof.event": "signal",
        "cycleprof.signal": f"{__name__}.asked",
        "code.function.name": f"{__name__}.answer",
        "cycleprof.sender": "django.contrib.auth.models.Group",
    }
    assert span.origin.function == "answer"


def test_the_sender_gets_its_own_receivers_back(listen):
    listen(answer)
    with profile("send"):
        assert asked.send(sender=None) == [(answer, 42)]
        assert asked.send_robust(sender=None) == [(answer, 42)]


def test_a_partial_and_a_bound_method_are_named_by_their_functions(listen):
    class Garden:
        def grow(self, sender, **kwargs):
            return "grown"

    listen(partial(answer, colour="red"))
    listen(Garden().grow)
    with profile("send") as session:
        asked.send(sender=None)
    assert [span.name.rpartition(".")[2] for span in session.profile.spans[1:3]] == [
        "answer",
        "grow",
    ]


def test_a_receiver_that_fails_is_a_failed_span_and_reported_as_ever(listen, caplog):
    listen(refuse)
    with profile("send") as session:
        ((receiver, error),) = asked.send_robust(sender=None)
    assert receiver is refuse
    assert isinstance(error, PermissionError)
    assert "refuse" in caplog.text
    assert one(session.profile, f"asked → {__name__}.refuse").status == "error"


async def test_async_receivers_and_async_senders(listen):
    listen(answer)
    listen(answer_later)
    async with profile("send") as session:
        assert dict(await asked.asend(sender=None)) == {answer: 42, answer_later: 43}
    assert one(session.profile, f"asked → {__name__}.answer_later").duration_ns >= 0
    assert one(session.profile, f"asked → {__name__}.answer")


def test_a_sync_sender_of_an_async_receiver(listen):
    listen(answer_later)
    with profile("send") as session:
        assert asked.send(sender=None) == [(answer_later, 43)]
    assert one(session.profile, f"asked → {__name__}.answer_later")


@pytest.mark.django_db
def test_django_s_own_signals_are_known_by_name(listen):
    listen(answer, post_save, Group)
    with profile("save") as session:
        Group.objects.create(name="a")
    span = one(session.profile, f"post_save → {__name__}.answer")
    assert span.attributes["cycleprof.signal"] == "django.db.models.signals.post_save"


def test_receivers_per_instance_are_counted_instead(listen):
    listen(answer, post_init, Group)
    with profile("many") as session:
        for _ in range(5):
            Group()
    root = session.profile.spans[0]
    assert len(session.profile.spans) == 1
    assert root.attributes["cycleprof.post_init.count"] == 5
    assert root.attributes["cycleprof.post_init.ns"] > 0


def test_a_receiver_that_the_application_lets_go_hears_no_more():
    class Listener:
        def __call__(self, **kwargs):
            return 44

    listener = Listener()
    asked.connect(listener)
    with profile("send") as session:
        assert len(asked.send(sender=Listener)) == 1
        gone = ref(listener)
        del listener
        gc.collect()
        assert gone() is None
        assert asked.send(sender=Listener) == []
    span = one(session.profile, f"asked → {Listener.__module__}.{Listener.__qualname__}")
    assert span.attributes["cycleprof.sender"].endswith(".Listener")


def test_a_warning_of_an_overridden_setting_names_the_line_that_overrides():
    warns = pytest.warns(UserWarning, match="DATABASES")
    with profile("override"), warns as warned, override_settings(DATABASES={}):
        pass
    assert [warning.filename for warning in warned] == [__file__]


def test_a_signal_that_nobody_hears_is_not_recorded():
    with profile("send") as session:
        asked.send(sender=None)
    assert len(session.profile.spans) == 1
