"""What is packed comes back equal, takes little room, and is no larger than it was said to be."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cycleprof import serialize
from cycleprof.freeze import Facts, Paths, Recording
from cycleprof.model import Limits, Origin, Profile, Span, Stage
from cycleprof.packing import pack, pack_profile, rows_of, unpack
from cycleprof.recorder import Details, Recorder
from cycleprof.serialize import DocumentError
from tests.stores.profiles import make_profile

texts = st.text(max_size=30)
attributes = st.dictionaries(
    texts,
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | texts
    | st.lists(texts),
    max_size=6,
)
origins = st.none() | st.builds(
    Origin, file=texts, line=st.integers(1), function=st.none() | texts, template=st.none() | texts
)
spans = st.lists(
    st.builds(
        Span, id=st.integers(1), parent_id=st.none() | st.integers(1), stage=st.sampled_from(Stage),
        name=texts, start_ns=st.integers(0), end_ns=st.integers(0), thread=texts,
        task=st.none() | texts, origin=origins, overlay=st.booleans(), attributes=attributes,
    ),
    max_size=12,
)  # fmt: skip


@given(spans)
@settings(max_examples=100, deadline=None)
def test_a_packed_profile_comes_back_equal(some):
    profile = replace(make_profile(), spans=tuple(some))
    assert unpack(pack_profile(profile)) == profile


@given(spans)
@settings(max_examples=100, deadline=None)
def test_its_document_is_no_larger_than_packing_said(some):
    profile = replace(make_profile("/caf\u00e9\udce9/"), spans=tuple(some))
    assert serialize.size(profile) <= pack(replace(profile, spans=()), rows_of(some)).most


def test_repeats_take_a_small_part_of_their_document():
    profile = make_profile(queries=("SELECT * FROM book WHERE id = %s",) * 1_000)
    assert len(pack_profile(profile)) < serialize.size(profile) / 20


def test_a_document_of_an_older_store_is_read():
    profile = make_profile(queries=("SELECT 1",))
    old = zlib.compress(serialize.encode(serialize.profile_document(profile)))
    assert unpack(old) == profile


def test_a_form_of_a_newer_version_is_refused():
    with pytest.raises(DocumentError, match="version 99"):
        unpack(zlib.compress(json.dumps({"packed": 99}).encode()))


def recording(limit: int) -> Recording:
    recorder = Recorder(Stage.USER, lambda _: Details("root"), None, limit=1_000)
    for number in range(500):
        recorder.root.leaf("db", describe, f"SELECT {number} FROM a_table", 0, "ok")
    recorder.finish()
    facts = Facts(kind="block", name="x")
    return Recording(recorder, lambda: facts, Limits(document=limit), Paths("/"))


def describe(raw: str) -> Details:
    return Details("SELECT", attributes={"db.query.text": raw, "db.query.parameter.0": raw * 5})


def test_what_is_kept_is_what_is_shown_before_it_is_kept():
    one = recording(2_000_000)
    assert unpack(one.packed) == one.profile
    assert one.profile.dropped.steps == ()


def test_what_is_too_large_is_kept_and_shown_reduced_alike():
    one = recording(60_000)
    shown: Profile = one.profile
    assert shown.dropped.steps[0] == "query parameters"
    assert unpack(one.packed) == shown
    assert serialize.size(shown) <= 60_000


FIRST_VERSION = """{"packed":1,"head":%s,
"shapes":[["view","GET /","MainThread",null,"ok",false,null,["a","b"]],
["db","SELECT","worker","Task-1","error",true,["x.py",3,"f",null],[]]],
"spans":[0,1,null,0,90,"x",[1],1,2,1,5,6]}"""


def test_a_profile_of_the_first_packed_form_is_read():
    head = json.dumps(serialize.profile_document(make_profile()) | {"spans": []})
    profile = unpack(zlib.compress((FIRST_VERSION % head).encode()))
    root, query = profile.spans
    assert (root.name, root.thread, dict(root.attributes)) == (
        "GET /", "MainThread", {"a": "x", "b": [1]},
    )  # fmt: skip
    assert (query.thread, query.task, query.status) == ("worker", "Task-1", "error")
    assert (query.overlay, query.origin) == (True, Origin(file="x.py", line=3, function="f"))
