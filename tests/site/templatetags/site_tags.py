"""Tags of the suite's templates."""

from __future__ import annotations

from django import template

register = template.Library()


@register.inclusion_tag("site/badge.html")
def badge(label):
    return {"label": label}
