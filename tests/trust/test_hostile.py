"""Text from strangers goes through every document and page as what it is: text."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cycleprof import serialize
from cycleprof.exporters import FORMATS, find_format
from cycleprof.freeze.degrade import fit
from cycleprof.panels import document
from cycleprof.toolbar.html import insert_tag
from tests.trust import hostile
from tests.trust.hostile import TEXTS, profile

anything = st.text(st.characters(exclude_categories=()))  # lone surrogates as well


@pytest.fixture(scope="module")
def report():
    return hostile.report()


def test_a_hostile_profile_survives_its_document(report):
    encoded = serialize.encode(serialize.profile_document(report.profile))
    assert serialize.parse_profile(json.loads(encoded)) == report.profile


@pytest.mark.parametrize("chosen", FORMATS, ids=lambda one: one.name)
def test_every_export_format_takes_it(report, chosen):
    assert chosen.encode([report])


def test_an_annotation_is_one_line_and_gives_no_command_of_its_own(report):
    lines = find_format("github").encode([report]).decode().split("\n")
    assert all(line.startswith(("::warning ", "::error ", "::notice ")) for line in lines if line)
    assert not [line for line in lines if "\r" in line]


def test_the_panels_document_takes_it(report):
    encoded = serialize.encode(document(report))
    assert json.loads(encoded)


@given(anything, anything)
@settings(deadline=None)
def test_any_text_survives_the_document(name, value):
    span = replace(profile().spans[0], name=name, attributes={value: name, "list": [value]})
    one = replace(profile(), name=name, spans=(span,), exception=None)
    encoded = serialize.encode(serialize.profile_document(one))
    assert serialize.parse_profile(json.loads(encoded)) == one


@given(st.lists(anything, max_size=5), st.integers(2_000, 50_000))
@settings(deadline=None)
def test_any_profile_can_be_made_small(texts, limit):
    span = profile().spans[0]
    spans = [
        replace(span, id=n + 1, parent_id=1 if n else None, name=t)
        for n, t in enumerate(["", *texts])
    ]
    fitted = fit(replace(profile(), spans=tuple(spans)), limit)
    assert json.loads(fitted.document)["spans"]


PIECES = st.sampled_from(
    [*TEXTS[:11], "<body>", "</body>", "</html>", "<!--", "-->", "<script>", "</script>",
     "<!doctype html>", "<style>", "</style>", "<textarea>", "</textarea>", "<p>", "&amp;", "é"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12))
def test_a_page_of_anything_only_gains_the_tag(pieces):
    page = "".join(pieces).encode()
    tag = "<script async data-cycleprof></script>"
    changed = insert_tag(page, tag, "utf-8")
    assert changed.count(tag.encode()) == 1
    assert changed.replace(tag.encode(), b"") == page


@given(
    st.binary(max_size=300),
    st.sampled_from(["utf-16", "utf-7", "shift_jis", "nonsense", "latin-1"]),
)
def test_no_body_in_any_charset_makes_the_tag_fail_otherwise_than_by_its_own_error(body, charset):
    from cycleprof.toolbar.encoding import EncodingError

    try:
        changed = insert_tag(body, "<script></script>", charset)
    except EncodingError:
        return
    assert len(changed) > len(body)
