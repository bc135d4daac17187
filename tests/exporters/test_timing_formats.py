"""The formats that show time: valid for their makers, and the numbers survive the way back."""

from __future__ import annotations

import base64
import json
from collections import defaultdict

import pytest
from google.protobuf import json_format
from jsonschema import Draft7Validator
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from cycleprof.exporters import chrome, otlp, speedscope
from cycleprof.exporters._tracks import lay_out


def solid(profile):
    return [span for span in profile.spans if not span.overlay]


def test_tracks_hold_every_span_once(profile):
    spans = [span.id for track in lay_out(profile.spans) for span, _ in track.spans]
    assert sorted(spans) == [span.id for span in profile.spans]


def test_overlapping_work_and_overlays_get_tracks_of_their_own(profile):
    tracks = {track.name: [span.id for span, _ in track.spans] for track in lay_out(profile.spans)}
    assert tracks == {
        "cycle": [1, 2, 4, 5, 6, 7, 8, 11, 12],
        "concurrent 1": [9, 10],
        "overlay 1": [3],
    }


def read_speedscope(text):
    """Spans as (depth, name, start, end) of each profile, as the viewer's stack sees them."""
    document = json.loads(text)
    frames = document["shared"]["frames"]
    for profile in document["profiles"]:
        stack, found, last = [], [], profile["startValue"]
        for event in profile["events"]:
            assert event["at"] >= last, "events are not in order"
            last = event["at"]
            if event["type"] == "O":
                stack.append((event["frame"], event["at"]))
            else:
                frame, start = stack.pop()
                assert frame == event["frame"], "closes what is not the innermost"
                found.append((len(stack), frames[frame]["name"], start, event["at"]))
        assert not stack, "left open"
        assert last <= profile["endValue"]
        yield profile, found


def test_speedscope_validates(report, schema_of):
    schema = schema_of("speedscope/dist/release/file-format-schema.json")
    Draft7Validator(schema).validate(json.loads(speedscope.render([report, report])))


def test_speedscope_gives_back_total_counts_and_nesting(report):
    (main, spans), *others = read_speedscope(speedscope.render([report]))
    assert main["endValue"] == report.profile.duration_ns
    assert len(spans) + sum(len(found) for _, found in others) == len(report.profile.spans)
    depth = {name: depth for depth, name, *_ in spans}
    assert depth["server: GET /posts/"] == 0
    assert depth["view: blog.views.list"] == 2
    assert depth["db: SELECT blog_author"] == 3
    assert sum(name.startswith("db:") for _, name, *_ in spans) == 3


def test_speedscope_times_are_the_profiles(report):
    found = {
        (start, end) for _, spans in read_speedscope(speedscope.render([report]))
        for *_, start, end in spans
    }  # fmt: skip
    assert found == {(span.start_ns, span.end_ns) for span in report.profile.spans}


def read_chrome(text):
    """(id, parent by nesting, start, end) in nanoseconds, by the rules of the trace viewer."""
    threads = defaultdict(list)
    for event in json.loads(text)["traceEvents"]:
        if event["ph"] == "X":
            start = round(event["ts"] * 1000)
            end = start + round(event["dur"] * 1000)
            threads[event["pid"], event["tid"]].append((start, end, event["args"]))
    for events in threads.values():
        stack = []
        for start, end, args in events:
            while stack and stack[-1][0] <= start and stack[-1][1] != args["parent_id"]:
                stack.pop()
            assert not stack or end <= stack[-1][0], "overlaps on one thread"
            yield args["id"], stack[-1][1] if stack else None, start, end, args
            stack.append((end, args["id"]))


def test_chrome_gives_back_total_counts_and_nesting(report):
    spans = {number: rest for number, *rest in read_chrome(chrome.render([report]))}
    for span in report.profile.spans:
        parent, start, end, args = spans[span.id]
        assert (start, end) == (span.start_ns, span.end_ns)
        assert args["parent_id"] == span.parent_id
        assert parent in {span.parent_id, None}
    assert sum(parent is None for parent, *_ in spans.values()) == 3  # root, overlap, overlay


def test_chrome_names_its_threads(report):
    events = json.loads(chrome.render([report, report]))["traceEvents"]
    named = {(one["pid"], one["tid"]) for one in events if one["name"] == "thread_name"}
    used = {(one["pid"], one["tid"]) for one in events if one["ph"] == "X"}
    assert named == used


def parse_otlp(text):
    """Through OpenTelemetry's own messages. JSON ids are hex there, base64 in protobuf's JSON."""
    document = json.loads(text)
    for resource in document["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            for one in scope["spans"]:
                for key in ("traceId", "spanId", "parentSpanId"):
                    if key in one:
                        one[key] = base64.b64encode(bytes.fromhex(one[key])).decode()
    return json_format.ParseDict(document, ExportTraceServiceRequest())


def spans_of(message):
    return [
        one
        for resource in message.resource_spans
        for scope in resource.scope_spans
        for one in scope.spans
    ]


def test_otlp_gives_back_ids_times_and_parents(report):
    spans = spans_of(parse_otlp(otlp.render([report])))
    assert len(spans) == len(report.profile.spans)
    assert {len(one.trace_id) for one in spans} == {16}
    assert len({one.span_id for one in spans}) == len(spans)
    by_id = {one.span_id: one for one in spans}
    root = spans[0]
    for exported, span in zip(spans, report.profile.spans, strict=True):
        assert exported.end_time_unix_nano - exported.start_time_unix_nano == span.duration_ns
        assert exported.start_time_unix_nano - root.start_time_unix_nano == span.start_ns
        assert (exported.parent_span_id in by_id) == (span.parent_id is not None)
        assert len(exported.span_id) == 8


def test_otlp_start_is_the_profiles(report):
    (root, *_) = spans_of(parse_otlp(otlp.render([report])))
    assert root.start_time_unix_nano == 1_795_176_000_123_456_000


def test_otlp_names_kinds_and_status_follow_the_conventions(report):
    root, *others = spans_of(parse_otlp(otlp.render([report])))
    assert (root.name, root.kind, root.status.code) == ("GET posts/", 2, 2)
    assert {one.kind for one in others if one.name == "SELECT blog_author"} == {3}
    facts = {one.key: one.value for one in root.attributes}
    assert facts["http.response.status_code"].int_value == 500
    assert facts["error.type"].string_value == "ValueError"


@pytest.mark.parametrize(
    ("key", "kind"),
    [("cycleprof.rows", "int_value"), ("cycleprof.ratio", "double_value"),
     ("code.line.number", "int_value"), ("db.query.summary", "string_value")],
)  # fmt: skip
def test_otlp_attributes_keep_their_types(report, key, kind):
    spans = spans_of(parse_otlp(otlp.render([report])))
    facts = {one.key: one.value for one in spans[4].attributes}
    assert facts[key].WhichOneof("value") == kind
    assert "cycleprof.none" not in facts


def test_two_profiles_are_two_traces(report):
    texts = otlp.render([report, report])
    assert len(parse_otlp(texts).resource_spans) == 2
