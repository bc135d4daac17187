from __future__ import annotations

from dataclasses import replace

import pytest

from cycleprof import analyse
from cycleprof.exporters import FORMATS
from cycleprof.exporters.leaving_out import PARTS, UnknownPartError, leave_out
from cycleprof.model import BrowserInfo, Navigation, Resource, ResponseInfo

SECRETS = {
    "headers": ("header-canary", "answer-canary"),
    "query": ("query-canary", "name-canary"),
    "parameters": ("parameter-canary", "key-canary"),
    "messages": ("message-canary",),
    "origins": ("blog/templates/",),
}


@pytest.fixture
def telling(profile):
    """The profile with something recognisable in each of its parts."""
    request = replace(
        profile.request, headers={"X-A": "header-canary"}, query={"q": ["query-canary"]}
    )
    answer = ResponseInfo(status=200, headers={"X-B": "answer-canary"})
    error = replace(profile.exception, message="message-canary")
    more = {"db.query.parameter.0": "parameter-canary", "cycleprof.cache.key": "key-canary"}
    spans = tuple(
        replace(span, attributes={**span.attributes, **more}) if span.stage == "db" else span
        for span in profile.spans
    )
    asked = Resource(url="/a?name-canary=********", kind="fetch", start_ns=3, end_ns=4)
    navigation = Navigation(
        type="navigate", request_start_ns=0, response_start_ns=1, response_end_ns=2
    )
    browser = BrowserInfo(navigation=navigation, resources=(asked,))
    return replace(
        profile, request=request, response=answer, exception=error, spans=spans, browser=browser
    )


def exported(profile):
    report = analyse(profile)
    return "".join(one.render([report]) for one in FORMATS)


@pytest.mark.parametrize("part", PARTS)
def test_what_is_left_out_is_in_no_export(telling, part):
    text = exported(leave_out(telling, [part]))
    assert all(secret in exported(telling) for secret in SECRETS[part])
    assert not [secret for secret in SECRETS[part] if secret in text]


def test_the_other_parts_stay(telling):
    text = exported(leave_out(telling, ["headers"]))
    assert "query-canary" in text
    assert "header-canary" not in text


def test_pseudonyms_hide_values_and_keep_repeats(telling):
    hidden = leave_out(telling, [], pseudonyms=True)
    text = exported(hidden)
    assert "canary" not in text
    assert [one.code for one in analyse(hidden).findings] == ["CP007"]
    names = {span.attributes.get("db.query.parameter.0") for span in hidden.spans}
    assert len(names) == 2


def test_times_are_not_touched(telling):
    hidden = leave_out(telling, PARTS, pseudonyms=True)
    times = [(span.start_ns, span.end_ns) for span in hidden.spans]
    assert times == [(span.start_ns, span.end_ns) for span in telling.spans]


def test_an_unknown_part_is_named(telling):
    with pytest.raises(UnknownPartError, match="haeders"):
        leave_out(telling, ["haeders"])
