"""Custom template tags: a simple tag, a simple block tag, and two inclusion tags."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..models import Category, Post

register = template.Library()


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """Return the request's query string with `changes` applied."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def post_total() -> int:
    """Return the number of published posts: a tag that asks the database."""
    return Post.objects.published().count()


@register.simple_block_tag
def aside(content: str, title: str) -> SafeString:
    """Wrap the enclosed template text in a titled box."""
    return format_html('<aside class="note"><b>{}</b> {}</aside>', title, content)


@register.inclusion_tag("blog/templating/_category_tree.html")
def category_tree() -> dict[str, Any]:
    """Render the category tree from one query and one prefetch."""
    roots = Category.objects.filter(parent=None).prefetch_related("children")
    return {"roots": roots}


@register.inclusion_tag("blog/templating/_byline.html", takes_context=True)
def byline(context: Context, post: Post) -> dict[str, Any]:
    return {"post": post, "site_name": context["site_name"]}
