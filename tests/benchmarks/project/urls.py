"""The addresses of the benchmark's pages."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from tests.benchmarks.project import views

urlpatterns = [
    path("trivial/", views.trivial),
    path("list/", views.book_list),
    path("n+1/", views.n_plus_one),
    path("cursor/", views.cursor),
    path("orm/", views.orm),
    path("template/", views.template),
    path("jinja2/", views.jinja2),
    path("json/", views.json),
    path("async/", views.asynchronous),
    path("cache/", views.caching),
    path("stream/", views.stream),
    path("admin/", admin.site.urls),
]
if "silk" in settings.INSTALLED_APPS:
    urlpatterns.append(path("silk/", include("silk.urls", namespace="silk")))
if "debug_toolbar" in settings.INSTALLED_APPS and find_spec("debug_toolbar"):
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))
