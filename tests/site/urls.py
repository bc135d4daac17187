"""The addresses of the suite's project."""

from __future__ import annotations

from django.urls import include, path

from tests.site import views

items = [path("<slug:slug>/", views.plain, name="item")]

urlpatterns = [
    path("page/", views.page, name="page"),
    path("plain/", views.plain),
    path("json/", views.json),
    path("redirect/", views.redirect),
    path("two-databases/", views.two_databases),
    path("labelled/<str:label>/<int:count>/", views.labelled),
    path("repeated/<int:count>/", views.repeated),
    path("gathered/<str:label>/<int:count>/", views.gathered),
    path("stream/", views.stream),
    path("async-stream/", views.async_stream),
    path("download/", views.download),
    path("missing-table/", views.missing_table),
    path("fails/", views.fails),
    path("forbidden/", views.forbidden),
    path("in-thread/", views.in_thread),
    path("template-response/", views.template_response),
    path("classy/", views.Classy.as_view()),
    path("verbs/", views.Verbs.as_view()),
    path("items/", include((items, "items"), namespace="shop")),
]
