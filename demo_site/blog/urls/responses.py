"""URLs of responses that are not a rendered page."""

from __future__ import annotations

from django.urls import path

from ..views import responses, streams

app_name = "responses"

urlpatterns = [
    path("latest/", responses.to_latest, name="to_latest"),
    path("chain/", responses.ChainStart.as_view(), name="chain"),
    path("cookies/", responses.with_cookies, name="cookies"),
    path("download/", responses.download, name="download"),
    path("posts.csv", streams.posts_csv, name="csv"),
    path("long-stream/", streams.as_long_as_asked, name="long_stream"),
    path("broken-stream/", streams.broken, name="broken_stream"),
    path("validated/", responses.validated, name="validated"),
    path("hashed/", responses.hashed, name="hashed"),
    path("nothing/", responses.nothing, name="nothing"),
    path("fragment/", responses.fragment, name="fragment"),
    path("unclosed/", responses.unclosed, name="unclosed"),
    path("latin-1/", responses.latin1, name="latin1"),
]
