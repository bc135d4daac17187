"""The growth of a finding once several profiles of its route exist."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cycleprof.model import RequestInfo
from cycleprof.runtime import get_runtime
from cycleprof.stores import make_entry
from tests.analysis.hand_made import Sheet
from tests.documents import validate


def listing(rows, *, fixed=2, route="posts/"):
    """A page with some queries of its own, and two for each of its rows."""
    sheet = Sheet(request=RequestInfo(method="GET", path="/posts/", route=route))
    for number in range(fixed):
        sheet.query(f"SELECT {number} FROM setting")
    use(sheet, "Post", {"cycleprof.evaluation": 1, "cycleprof.rows": rows})
    for relation in ("author", "category"):
        for number in range(rows):
            asked = {"relation": relation, "relation.kind": "forward", "source": 1,
                     "relation.model": "blog.Post", "parent": str(number)}  # fmt: skip
            use(sheet, relation, {f"cycleprof.{name}": asked[name] for name in asked})
    return sheet.profile


def use(sheet, model, attributes):
    given = {"cycleprof.operation": "fetch", "cycleprof.model": f"blog.{model}"}
    span = sheet.add("orm", "fetch", attributes=given | attributes)
    sheet.query(f"SELECT name FROM {model} WHERE id = %s", parent=span.id)


@pytest.fixture
def save():
    """Keep profiles, each older than the one before; returns the first one's id."""

    def keep(*profiles):
        ids = [f"{0x1000 - number:012x}{number:020x}" for number in range(len(profiles))]
        entries = [make_entry(replace(one, id=id_)) for one, id_ in zip(profiles, ids, strict=True)]
        get_runtime().writer.store.save(entries)
        return ids[0]

    return keep


def author_of(client, profile_id):
    report = client.get(f"/__cycleprof__/api/profiles/{profile_id}").json()
    validate("report", report)
    return next(one for one in report["findings"] if one["relation"] == "author")


def test_other_sizes_of_the_route_give_the_curve(client, save):
    finding = author_of(client, save(*map(listing, (3, 5, 8))))

    assert finding["growth"] == {"base": 3, "per_row": 2, "rows": 3, "unit": "post"}
    assert "3 + 2 per post: 403 queries at 200 posts" in finding["detail"]


def test_panel_tells_the_curve(client, save):
    profile_id = save(*map(listing, (3, 5)))

    panels = client.get(f"/__cycleprof__/api/profiles/{profile_id}/panels").content.decode()
    assert "403 queries at 200 posts" in panels


@pytest.mark.parametrize(
    "others",
    [(), (listing(3),), (listing(9, route="other/"),), (listing(30, fixed=200), listing(9))],
    ids=["none", "one size", "another route", "no line"],
)
def test_otherwise_one_profile_has_to_tell(client, save, others):
    finding = author_of(client, save(listing(3), *others))

    assert finding["growth"] == {"base": 6, "per_row": 1, "rows": 3, "unit": "post"}
