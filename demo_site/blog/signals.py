"""The blog's own signal."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with `post` (Post) and `reader` (user name, or "guest") when somebody opens a post.
post_read = Signal()
