"""Root URLconf: the blog, its accounts, its findings and the admin."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("blog.urls")),
    path("accounts/", include("blog.urls.accounts")),
    path("findings/", include("blog.urls.findings")),
    path("admin/", admin.site.urls),
]

handler403 = "blog.views.errors.permission_denied"
handler404 = "blog.views.errors.page_not_found"
handler500 = "blog.views.errors.server_error"
