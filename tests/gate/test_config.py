from __future__ import annotations

import pytest

from cycleprof.gate.config import ConfigError, load_config
from cycleprof.gate.warm_up import TABLES


@pytest.fixture
def load(tmp_path):
    def load(text):
        (tmp_path / "pyproject.toml").write_text(text)
        return load_config(tmp_path)

    return load


def test_a_project_without_configuration_has_the_defaults(tmp_path, load):
    assert load_config(tmp_path) == load("[tool.other]\nx = 1")
    assert load_config(tmp_path).budgets == ()


def test_budgets_keep_their_order_and_say_where_they_stand(load):
    config = load(
        "[tool.cycleprof]\nwarm_up = ['shop_rate']\n"
        "[tool.cycleprof.budgets.'GET /a/']\nqueries = 3\n"
        "[tool.cycleprof.budgets]\n'tests/*' = {findings = 'none new', time_ms = 20}\n"
    )
    first, second = config.budgets
    assert (first.name, first.where, first.counts) == (
        "GET /a/",
        "pyproject.toml:3",
        {"queries": 3},
    )
    assert (second.where, second.findings, second.time_ms) == ("pyproject.toml:6", "none new", 20)
    assert config.warm_up == TABLES | {"shop_rate"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.cycleprof]\nbaselin = 'a'", r"toml:2: .*baselin: .*Did you mean 'baseline'"),
        ("[tool]\ncycleprof.baseline = 3", r"toml:2: .*baseline: 3 is no text"),
        ("[tool.cycleprof]\n\nwarm_up = 'a'", r"toml:3: .*no list of names"),
        ("[tool.cycleprof]\nprofile_bytes = -1", r"toml:2: .*whole number"),
        ("[tool.cycleprof]\nbudgets = 3", r"toml:2: .*one table per route or test"),
        ("[tool.cycleprof.budgets]\na = 3", r"toml:2: .*budgets.a: 3 is no table"),
        ("[tool.cycleprof.budgets.a]\n", r"toml:1: .*a budget without limits"),
        ("[tool.cycleprof.budgets.a]\nrows = true", r"toml:2: .*a.rows: rows is True"),
        ("[tool.cycleprof.budgets.a]\nfindings = 'no'", r"toml:2: .*'none', 'none new'"),
        ("[tool.cycleprof\n", r"pyproject.toml: .*line 1"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(load, text, message):
    with pytest.raises(ConfigError, match=message):
        load(text)
