"""Where a remedy belongs when the source is a library's queryset."""

from __future__ import annotations

import pytest

from cycleprof.analysis.evidence import Use
from cycleprof.analysis.remedies.paths import is_admin_list, where
from cycleprof.model import Origin, Span, Stage


@pytest.mark.parametrize(
    ("file", "is_list", "told"),
    [
        ("django/contrib/admin/options.py", True, "into the ModelAdmin"),
        ("django/contrib/admin/filters.py", False, "choices to pick from"),
        ("django/contrib/admin/views/autocomplete.py", False, "choices to pick from"),
        ("rest_framework/templates/rest_framework/horizontal/select.html", False, "choices"),
        ("rest_framework/mixins.py", False, "the view's queryset"),
        ("shop/views.py", False, ""),
    ],
)
def test_only_the_admin_s_list_has_an_option_for_joins(file, is_list, told):
    span = Span(id=1, parent_id=None, stage=Stage.ORM, name="fetch", start_ns=0, end_ns=1,
                origin=Origin(file=file, line=1))  # fmt: skip
    source = Use(span, ())

    assert is_admin_list(source) is is_list
    assert told in where(source)
