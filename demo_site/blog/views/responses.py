"""Responses other than a rendered page: redirects, files, validators, odd encodings."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from django.db.models import Max
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe
from django.views.generic import RedirectView

from ..models import Image, Post
from ..pictures import png


def to_latest(request: HttpRequest) -> HttpResponseRedirect:
    """Redirect to the newest post; finding it takes a query."""
    post = Post.objects.published().first()
    return HttpResponseRedirect(post.get_absolute_url() if post else "/posts/")


class ChainStart(RedirectView):
    """The first of two redirects: this one by name and for good, the next to the newest post."""

    pattern_name = "blog:responses:to_latest"
    permanent = True


def download(request: HttpRequest) -> FileResponse:
    image = Image.objects.first()
    data = png(image.seed if image else 1, 640, 240)
    return FileResponse(BytesIO(data), as_attachment=True, filename="plate.png")


def _last_change(request: HttpRequest) -> datetime | None:
    return Post.objects.aggregate(changed=Max("updated"))["changed"]


def _version(request: HttpRequest) -> str:
    changed = _last_change(request)
    return f'"posts-{changed.timestamp() if changed else 0}"'


@condition(etag_func=_version, last_modified_func=_last_change)
def validated(request: HttpRequest) -> HttpResponse:
    """Asked again with its ETag, answer 304 from one small query, without rendering anything."""
    posts = Post.objects.published().select_related("author")[:20]
    return render(request, "blog/posts/latest.html", {"posts": posts})


@require_safe
def hashed(request: HttpRequest) -> HttpResponse:
    """No validator of its own: ConditionalGetMiddleware hashes the body and may answer 304."""
    names = Post.objects.published().values_list("title", flat=True)[:50]
    return HttpResponse("\n".join(names), content_type="text/plain; charset=utf-8")


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def fragment(request: HttpRequest) -> HttpResponse:
    """HTML, but not a whole page: what a script puts into one."""
    return HttpResponse("<p>A fragment, for a page that is already there.</p>")


@gzip_page
def unclosed(request: HttpRequest) -> HttpResponse:
    """A whole page without </body> and </html>, which HTML allows; compressed by its decorator."""
    lines = "".join(f"<p>Line {number} of a page that never ends." for number in range(1, 41))
    head = "<!doctype html><html lang=en><meta charset=utf-8><title>Unclosed</title>"
    return HttpResponse(f"{head}<h1>Unclosed</h1>{lines}")


def latin1(request: HttpRequest) -> HttpResponse:
    """The same layout in ISO 8859-1: its umlauts are one byte each."""
    context = {"words": ["Gräser", "Wälder", "Flüsse", "haies", "forêts", "étangs"]}
    page = render_to_string("blog/responses/latin1.html", context, request)
    return HttpResponse(
        page.encode("iso-8859-1", "xmlcharrefreplace"), content_type="text/html; charset=iso-8859-1"
    )


def with_cookies(request: HttpRequest) -> HttpResponse:
    """Set two cookies, one signed, and send the visitor back to the index."""
    response = redirect("blog:index")
    response.set_cookie("seen", "1", max_age=3600, httponly=True, samesite="Lax")
    response.set_signed_cookie("reader", "guest", max_age=3600, httponly=True, samesite="Lax")
    return response
