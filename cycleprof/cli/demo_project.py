"""A whole Django project in one file, for `cycleprof demo` where the source tree is not there.

One page has an N+1 query, the other one does not.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<style>body{font:16px system-ui;max-width:40rem;margin:3rem auto}</style>
<body><h1>{{ title }}</h1>
<p><a href="/">with an N+1 query</a> or <a href="/fixed/">without</a>;
<a href="/__cycleprof__/">everything recorded</a></p>
<ul>{% for user in users %}<li>{{ user.username }}: {{ user.groups.all|join:", " }}</li>
{% endfor %}</ul></body></html>"""


def _render(request: HttpRequest, title: str, users: Any) -> HttpResponse:
    template = engines["django"].from_string(_PAGE)
    return HttpResponse(template.render({"title": title, "users": users}, request))


def slow(request: HttpRequest) -> HttpResponse:
    """Asks for each user's groups anew."""
    from django.contrib.auth.models import User  # noqa: PLC0415 - needs the app registry

    return _render(request, "Users, with an N+1 query", User.objects.order_by("pk"))


def fixed(request: HttpRequest) -> HttpResponse:
    """Asks for all groups at once."""
    from django.contrib.auth.models import User  # noqa: PLC0415 - needs the app registry

    users = User.objects.order_by("pk").prefetch_related("groups")
    return _render(request, "Users, with their groups prefetched", users)


urlpatterns = [path("", slow), path("fixed/", fixed)]


def configure(folder: Path) -> None:
    """Settings for a project that keeps everything in this folder."""
    settings.configure(
        DEBUG=True,
        SECRET_KEY="for the demo only",  # noqa: S106 - it guards nothing
        BASE_DIR=folder,
        ALLOWED_HOSTS=["localhost", "127.0.0.1"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "cycleprof"],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "demo.sqlite3"}
        },
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        USE_TZ=True,
    )


def fill() -> None:
    """Twenty users in groups of their own."""
    from django.contrib.auth.models import Group, User  # noqa: PLC0415 - needs the app registry

    if not User.objects.exists():
        groups = [Group.objects.create(name=name) for name in ("authors", "editors", "readers")]
        for number in range(20):
            user = User.objects.create(username=f"user-{number:02}")
            user.groups.set(groups[: number % 4])


def main(address: str) -> None:
    """Serve the project at host:port."""
    folder = Path(tempfile.gettempdir()) / "cycleprof-demo"
    folder.mkdir(exist_ok=True)
    configure(folder)
    execute_from_command_line(["demo", "migrate", "--verbosity", "0"])
    fill()
    execute_from_command_line(["demo", "runserver", "--noreload", address])


if __name__ == "__main__":
    sys.modules["cycleprof.cli.demo_project"] = sys.modules["__main__"]
    main(sys.argv[1])
