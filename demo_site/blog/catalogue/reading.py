"""Index entries: pages that read."""

from __future__ import annotations

from .entry import Entry, Section

SECTION = Section(
    "Reading",
    (
        Entry(
            "blog:posts:list",
            "Posts, with three N+1 patterns",
            "A ListView whose card template reads the author, the tags and the number of comments: "
            "look for 3 queries per card, and for the card's lines that cause them.",
        ),
        Entry(
            "blog:posts:fixed",
            "Posts, fixed",
            "The same page with select_related, prefetch_related and annotate: look for a number "
            "of queries that does not depend on the number of cards.",
        ),
        Entry(
            "blog:posts:list",
            "Search and filter",
            "Q objects and a category filter from a GET form: look for the WHERE of the count and "
            "of the list.",
            query="q=frost&category=coast",
        ),
        Entry(
            "blog:posts:by_pk",
            "A post by its number",
            "A function view with get_object_or_404: look for the int converter, and for the "
            "comments loaded with their authors in one query.",
            sample={"pk": "post_pk"},
        ),
        Entry(
            "blog:posts:detail",
            "A post by its slug",
            "A DetailView with related posts, comments, a comment form and a signal: look for the "
            "view's methods (get_object, get_context_data) as spans of their own.",
            sample={"slug": "post_slug"},
        ),
        Entry(
            "blog:browse:category",
            "A category",
            "The path converter, which takes slashes, and a self relation: look for the route with "
            "its converter and for the join to the parent.",
            sample={"trail": "category_trail"},
        ),
        Entry(
            "blog:browse:tag",
            "A tag",
            "The UUID converter on a UUID primary key: look for the type of the argument.",
            sample={"pk": "tag_pk"},
        ),
        Entry(
            "blog:browse:quarter",
            "A quarter of a year",
            "A converter of the blog's own that gives the view an object: look for its name in the "
            "route.",
            sample={"quarter": "quarter"},
        ),
        Entry(
            "blog:browse:archive:month",
            "A month of the archive",
            "A regular expression behind a nested include with its own namespace: look for the "
            "number of patterns tried and the full URL name blog:browse:archive:month.",
            sample={"year": "year", "month": "month"},
        ),
        Entry(
            "blog:browse:archive:year",
            "A year of the archive",
            "A date-based generic view: look for the query that lists the months with posts.",
            sample={"year": "year"},
        ),
        Entry(
            "blog:statistics:orm",
            "Statistics",
            "aggregate() and annotate() on two database aliases: look for the alias of each query.",
        ),
        Entry(
            "blog:statistics:raw",
            "SQL by hand",
            "A cursor and raw(): look for queries without a queryset behind them.",
        ),
        Entry(
            "blog:latest",
            "HTML or JSON",
            "Content negotiation by the Accept header: ask with Accept: application/json and look "
            "for the profile of a response that gets no panel.",
        ),
        Entry(
            "blog:api:posts",
            "The API: posts",
            "JSON with a page of posts: look for its profile in the list of profiles.",
        ),
        Entry(
            "blog:api:post",
            "The API: one post",
            "A class-based view that answers JSON: look for the method of the view that ran.",
            sample={"pk": "post_pk"},
        ),
        Entry(
            "blog:api:dump",
            "The API: a dump",
            "Django's own serializer, limited to two fields: look for the serialize stage.",
        ),
    ),
)
