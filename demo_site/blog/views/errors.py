"""Views that fail, each in its own way, and the handlers that answer for them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from ..exceptions import UnavailableError
from ..models import Post


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "blog/errors/403.html", {"reason": str(exception)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "blog/errors/404.html", {"path": request.path}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "blog/errors/500.html", status=500)


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("this page is for nobody")


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404("this page is missing on purpose")


def failing(request: HttpRequest) -> HttpResponse:
    """Fail in the middle of the work: after a query, three calls deep."""
    posts = list(Post.objects.published()[:3])
    return HttpResponse(str(_share(len(posts), sum(post.views * 0 for post in posts))))


def _share(part: int, whole: int) -> float:
    return part / whole


def failing_template(request: HttpRequest) -> HttpResponse:
    return render(request, "blog/errors/broken.html", {"posts": Post.objects.published()[:3]})


def rescued(request: HttpRequest) -> HttpResponse:
    raise UnavailableError("The weather station does not answer")


def handled(request: HttpRequest) -> HttpResponse:
    """A fallback in the place of what fails: the visitor sees a page, and waits for both."""
    posts = list(Post.objects.published()[:3])
    try:
        teaser = render_to_string("blog/errors/broken.html", {"posts": posts})
    except (TypeError, ValueError):
        teaser = render_to_string("blog/errors/fallback.html", {"posts": posts})
    return HttpResponse(teaser)


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("an address that no link of ours leads to")


@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)
