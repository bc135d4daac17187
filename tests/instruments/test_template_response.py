"""Deferred rendering."""

from __future__ import annotations

import pytest

from cycleprof.model import Stage
from tests.profiles import one, profile_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.instruments.pages")]


def test_rendering_lies_beside_the_view_and_holds_the_template(client):
    profile = profile_of(client.get("/deferred/"))
    rendering = one(profile, "render TemplateResponse")
    view = one(profile, "tests.instruments.pages.deferred")
    assert rendering.stage is Stage.RESPONSE
    assert rendering.parent_id == view.parent_id
    assert one(profile, "site/row.html").parent_id == rendering.id
