"""What a request carries from one to the next: the session, messages, rights and the language."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods


def visits(request: HttpRequest) -> HttpResponse:
    """Count this visitor's visits in the session: one query to read it, a few to save it."""
    request.session["visits"] = request.session.get("visits", 0) + 1
    return render(request, "blog/hood/session.html", {"visits": request.session["visits"]})


@require_http_methods(["GET", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    """A POST leaves a message and redirects; the page after it shows the message once."""
    if request.method == "POST":
        messages.success(request, "You pressed the button.")
        messages.add_message(request, messages.WARNING, "And this is a warning.")
        return redirect("blog:hood:messages")
    return render(request, "blog/hood/messages.html")


def permissions(request: HttpRequest) -> HttpResponse:
    """Ask for three permissions: a guest and an author have none, a superuser has them all."""
    names = ["blog.add_post", "blog.change_post", "blog.delete_post"]
    steps = []
    for name in names:
        steps.append(f"{name}: {'yes' if request.user.has_perm(name) else 'no'}")
    return render(request, "blog/hood/steps.html", {"title": "Permissions", "steps": steps})


def language(request: HttpRequest) -> HttpResponse:
    """Say a few words that Django itself translates, in the language that was negotiated."""
    words = [gettext(word) for word in ("Monday", "June", "Yes", "Log out")]
    return render(request, "blog/hood/language.html", {"language": get_language(), "words": words})
