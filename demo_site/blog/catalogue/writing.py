"""Index entries: pages that write."""

from __future__ import annotations

from .entry import Entry, Section

SECTION = Section(
    "Writing",
    (
        Entry(
            "blog:posts:new",
            "Write a post",
            "A CreateView behind a login, with form validation, a unique slug, a mail after the "
            "commit and a message: look for the redirect's profile, which holds all of it.",
            login=True,
        ),
        Entry(
            "blog:posts:edit",
            "Change a post",
            "An UpdateView that only the author or staff may use: look for the choices of the "
            "form's selects, one query each.",
            sample={"slug": "own_slug"},
            login=True,
        ),
        Entry(
            "blog:posts:delete",
            "Delete a post",
            "A DeleteView: look for what is collected and deleted along with the post.",
            sample={"slug": "own_slug"},
            login=True,
        ),
        Entry(
            "blog:posts:detail",
            "Comment and like",
            "Logged in, write a comment (POST, then redirect) or press Like (fetch with a CSRF "
            "token): look for both requests in the history.",
            sample={"slug": "post_slug"},
        ),
        Entry(
            "accounts:login",
            "Log in",
            "Django's login view: look for the time that hashing the password takes.",
        ),
    ),
)
