"""What the settings say of findings and tabs reaches what people see."""

from __future__ import annotations

import pytest

from cycleprof.panels.blocks import Panel, Text

pytestmark = pytest.mark.django_db


def own_tab(report):
    return Panel(id="own", title="My tab", blocks=(Text(text="hello"),))


def _answer(client, settings, rest="", **values):
    settings.CYCLEPROF = {**settings.CYCLEPROF, **values}
    profile_id = client.get("/repeated/4/").headers["X-Cycleprof-Id"]
    return client.get(f"/__cycleprof__/api/profiles/{profile_id}{rest}").json()


def test_a_finding_is_told_until_a_pattern_silences_it(client, settings):
    codes = [finding["code"] for finding in _answer(client, settings)["findings"]]
    assert codes == ["CP007"]
    pattern = {"code": "CP007", "route": "repeated/*", "reason": "on purpose"}
    assert _answer(client, settings, IGNORE=[pattern])["findings"] == []


def test_a_silenced_finding_is_not_in_the_list_either(client, settings):
    _answer(client, settings, IGNORE=[{"code": "CP007"}])
    (row,) = client.get("/__cycleprof__/api/profiles").json()["profiles"]
    assert row["findings"] == 0


def test_a_tab_of_ones_own_is_among_the_panels(client, settings):
    tabs = _answer(client, settings, "/panels", PANELS=[f"{__name__}.own_tab"])["panels"]
    assert tabs[-1]["title"] == "My tab"


def test_a_tab_that_cannot_be_imported_fails_in_its_own_place(client, settings):
    tabs = _answer(client, settings, "/panels", PANELS=["no.such.build"])["panels"]
    assert len(tabs) > 1
    assert "no.such.build" in str(tabs[-1])
