"""URLs of the API that Django Ninja serves, where it is installed."""

from __future__ import annotations

from ..views.ninja import api

urlpatterns, app_name, _namespace = api.urls
