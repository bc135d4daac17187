"""What a page of a finding says about itself and about the page beside it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from ..findings.about import about

register = template.Library()


@register.simple_tag(takes_context=True)
def this_finding(context: Context) -> dict[str, Any]:
    return about(context["request"])
