"""Caching at four places: the whole page, by hand, a template fragment, and in files."""

from __future__ import annotations

from django.core.cache import cache, caches
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_page, never_cache

from ..models import Category, Post, Tag
from ..receivers import FRONT_PAGE_KEY

MINUTE_S = 60


def _front_page() -> list[tuple[str, str]]:
    posts = Post.objects.published()[:10]
    return [(post.title, post.get_absolute_url()) for post in posts]


@cache_page(MINUTE_S)
def whole_page(request: HttpRequest) -> HttpResponse:
    return render(request, "blog/caching/page.html", {"links": _front_page()})


@never_cache
def by_hand(request: HttpRequest) -> HttpResponse:
    """Use get, set, get_or_set, incr and the calls for many keys; ?forget=1 starts anew."""
    if "forget" in request.GET:
        cache.delete_many([FRONT_PAGE_KEY, "blog:tags", "blog:opened"])
    links = cache.get(FRONT_PAGE_KEY)
    hit = links is not None
    if links is None:
        links = _front_page()
        cache.set(FRONT_PAGE_KEY, links, timeout=MINUTE_S)
    context = {
        "links": links,
        "hit": hit,
        "tags": cache.get_or_set("blog:tags", _tag_names, timeout=MINUTE_S),
        "opened": _count_openings(),
        "found": cache.get_many([FRONT_PAGE_KEY, "blog:tags", "blog:nothing"]).keys(),
    }
    return render(request, "blog/caching/by_hand.html", context)


def _tag_names() -> list[str]:
    return list(Tag.objects.values_list("name", flat=True))


def _count_openings() -> int:
    cache.add("blog:opened", 0, timeout=MINUTE_S)
    return cache.incr("blog:opened")


def fragment(request: HttpRequest) -> HttpResponse:
    """The queryset is lazy: on a hit the fragment is not rendered, and its query never runs."""
    categories = Category.objects.annotate(post_count=Count("posts"))
    return render(request, "blog/caching/fragment.html", {"categories": categories})


def in_files(request: HttpRequest) -> HttpResponse:
    """Keep the list in the second alias, `files`, which pickles to disk."""
    links = caches["files"].get_or_set(FRONT_PAGE_KEY, _front_page, timeout=5 * MINUTE_S)
    return render(request, "blog/caching/page.html", {"links": links})
