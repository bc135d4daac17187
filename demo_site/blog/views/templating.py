"""What Django's templates and Jinja2 can do: inheritance, includes, tags, filters, macros."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.views.generic import TemplateView

from ..models import Post
from ..models.posts import PostQuerySet
from .posts import PostList


class Inheritance(TemplateView):
    template_name = "blog/templating/inheritance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(posts=Post.objects.published()[:3], **kwargs)


def tags_and_filters(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published().with_card_relations()[:4]
    return render(request, "blog/templating/tags.html", {"posts": posts})


def deferred(request: HttpRequest) -> TemplateResponse:
    """Answer with a response that is rendered after the view, when middleware has seen it."""
    response = TemplateResponse(request, "blog/templating/deferred.html", {"steps": ["view"]})
    response.add_post_render_callback(_note_rendering)
    return response


def _note_rendering(response: Any) -> None:
    response["X-Demo-Rendered"] = str(response.is_rendered).lower()


class JinjaPostList(PostList):
    """The fixed list through Jinja2: layout, block, include, macro and filter."""

    template_name = "blog/jinja_list.html"
    template_engine = "jinja2"

    def get_queryset(self) -> PostQuerySet:
        return super().get_queryset().with_card_relations()
