"""URLs of the pages about what Django does underneath."""

from __future__ import annotations

from django.urls import path

from ..views import cursors, hood, state

app_name = "hood"

urlpatterns = [
    path("transactions/", hood.transactions, name="transactions"),
    path("cursors/", cursors.cursors, name="cursors"),
    path("signals/", hood.signals, name="signals"),
    path("threads/", hood.threads, name="threads"),
    path("tasks/", hood.task, name="tasks"),
    path("logs/", hood.logs, name="logs"),
    path("slow/", hood.slow, name="slow"),
    path("csp/", hood.strict_csp, name="csp"),
    path("session/", state.visits, name="session"),
    path("messages/", state.say, name="messages"),
    path("permissions/", state.permissions, name="permissions"),
    path("language/", state.language, name="language"),
]
