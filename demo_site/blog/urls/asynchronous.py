"""URLs of the async views."""

from __future__ import annotations

from django.urls import path

from ..views import asynchronous

app_name = "async"

urlpatterns = [
    path("gathered/", asynchronous.gathered, name="gathered"),
    path("resource/", asynchronous.AsyncResource.as_view(), name="resource"),
    path("stream/", asynchronous.stream, name="stream"),
    path("long-stream/", asynchronous.as_long_as_asked, name="long_stream"),
    path("events/", asynchronous.events, name="events"),
    path("listener/", asynchronous.listener, name="listener"),
]
