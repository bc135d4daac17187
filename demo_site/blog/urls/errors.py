"""URLs of views that fail."""

from __future__ import annotations

from django.urls import path

from ..views import errors

app_name = "errors"

urlpatterns = [
    path("403/", errors.forbidden, name="forbidden"),
    path("404/", errors.missing, name="missing"),
    path("400/", errors.suspicious, name="suspicious"),
    path("405/", errors.only_post, name="only_post"),
    path("500/", errors.failing, name="failing"),
    path("template/", errors.failing_template, name="failing_template"),
    path("handled/", errors.handled, name="handled"),
    path("rescued/", errors.rescued, name="rescued"),
]
