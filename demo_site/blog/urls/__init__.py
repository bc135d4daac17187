"""The blog's URLs; each group of pages has its own file and namespace."""

from __future__ import annotations

from django.urls import include, path

from ..views import home, negotiation, pictures
from config.optional import HAS_HTTPX, HAS_NINJA, HAS_REST_FRAMEWORK

app_name = "blog"

urlpatterns = [
    path("", home.index, name="index"),
    path("posts/", include("blog.urls.posts")),
    path("browse/", include("blog.urls.browse")),
    path("latest/", negotiation.latest, name="latest"),
    path("images/<uuid:uuid>.png", pictures.image, name="image"),
    path("statistics/", include("blog.urls.statistics")),
    path("api/", include("blog.urls.api")),
    path("caching/", include("blog.urls.caching")),
    path("templates/", include("blog.urls.templating")),
    path("responses/", include("blog.urls.responses")),
    path("errors/", include("blog.urls.errors")),
    path("async/", include("blog.urls.asynchronous")),
    path("hood/", include("blog.urls.hood")),
]
if HAS_REST_FRAMEWORK:
    urlpatterns.append(path("rest/", include("blog.urls.rest")))
if HAS_NINJA:
    urlpatterns.append(path("ninja/", include("blog.urls.ninja")))
if HAS_HTTPX:
    urlpatterns.append(path("outgoing/", include("blog.urls.outgoing")))
