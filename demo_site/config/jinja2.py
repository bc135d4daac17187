"""The Jinja2 environment: Django's `url` and `static`, and the blog's filters."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment

from blog.findings.about import about
from blog.templatetags.blog_text import first_words, plural


def _url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def environment(**options: Any) -> Environment:
    env = Environment(**options)
    env.globals.update(static=static, url=_url, about=about)
    env.filters.update(first_words=first_words, plural=plural)
    return env
