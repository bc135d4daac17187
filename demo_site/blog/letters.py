"""Mail that the blog sends."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from .models import Post


def tell_of_post(post: Post, author: User) -> int:
    """Send the author a note about a new post, as text and as HTML; return the number sent."""
    context = {"post": post, "author": author}
    letter = EmailMultiAlternatives(
        subject=f"Your post: {post.title}",
        body=render_to_string("blog/mail/post.txt", context),
        to=[author.email or "nobody@fieldnotes.example"],
    )
    letter.attach_alternative(render_to_string("blog/mail/post.html", context), "text/html")
    return letter.send()
