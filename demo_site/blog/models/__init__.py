"""The blog's models, one file per topic."""

from __future__ import annotations

from .comments import ApprovedComment, Comment
from .images import Image
from .people import Profile
from .posts import Like, Post
from .reactions import Reaction
from .taxonomy import Category, Tag
from .visits import Impression, Visit

__all__ = [
    "ApprovedComment",
    "Category",
    "Comment",
    "Image",
    "Impression",
    "Like",
    "Post",
    "Profile",
    "Reaction",
    "Tag",
    "Visit",
]
