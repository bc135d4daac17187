"""Hand-built profiles: spans from an outline, and a blog's slow page as the mock-up tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cycleprof.analysis import analyse
from cycleprof.model import (
    Finding,
    Origin,
    Profile,
    Remedy,
    RequestInfo,
    ResponseInfo,
    Span,
    Stage,
)
from cycleprof.panels import document
from cycleprof.panels.source import at_home

MS = 1_000_000
LAYERS = (
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "blog.middleware.SiteSettingsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
CARD = "blog/templates/blog/posts/_card.html"
SQL = {
    "tags": 'SELECT "blog_tag"."id", "blog_tag"."name" FROM "blog_tag" INNER JOIN "blog_post_tags" '
    'ON ("blog_tag"."id" = "blog_post_tags"."tag_id") WHERE "blog_post_tags"."post_id" = %s',
    "author": 'SELECT "auth_user"."id", "auth_user"."username" FROM "auth_user" '
    'WHERE "auth_user"."id" = %s LIMIT 21',
    "posts": 'SELECT "blog_post"."id", "blog_post"."title", "blog_post"."author_id" '
    'FROM "blog_post" ORDER BY "blog_post"."published" DESC LIMIT 12',
}


class Outline:
    """Collects spans; times are milliseconds here and nanoseconds in the spans."""

    def __init__(self) -> None:
        self.spans: list[Span] = []

    def add(
        self, parent: int | None, stage: str, name: str, start: float, end: float, **more
    ) -> int:
        number = len(self.spans) + 1
        attributes = {key.replace("__", "."): value for key, value in more.pop("of", {}).items()}
        self.spans.append(
            Span(
                id=number,
                parent_id=parent,
                stage=Stage(stage),
                name=name,
                start_ns=round(start * MS),
                end_ns=round(end * MS),
                attributes=attributes,
                **more,
            )
        )
        return number


def statement(key: str, *values: object) -> dict[str, object]:
    parameters = {f"db.query.parameter.{n}": str(value) for n, value in enumerate(values)}
    return {"db.query.text": SQL[key], "cycleprof.alias": "default", **parameters}


def profile(spans: list[Span], **changes) -> Profile:
    known = {
        "id": "019347b5d0000000000000000000aa00",
        "kind": "request",
        "name": "GET /blog/",
        "started_at": "2026-11-20T19:42:08.000000Z",
        "duration_ns": spans[0].end_ns,
        "spans": tuple(spans),
        "request": RequestInfo(
            method="GET", path="/blog/", route="blog/", view="blog.views.post_list",
            headers={"Host": "localhost:8000", "Cookie": "********"},
        ),
        "response": ResponseInfo(status=200, content_type="text/html", size_bytes=21_906),
        "overhead_ns": 3_100_000,
        "versions": {"django": "6.1", "python": "3.13.0"},
    }  # fmt: skip
    return Profile(**{**known, **changes})


def slow_page(posts: int = 12) -> Profile:
    """A list of posts that reads author and tags of each in an included template."""
    outline, cost = Outline(), 18.0
    end = 60 + posts * cost
    parent = outline.add(None, "server", "GET /blog/", 0, end + 30)
    for depth, layer in enumerate(LAYERS):
        phases = {"cycleprof__in_ns": MS, "cycleprof__out_ns": MS, "cycleprof__answered": False}
        parent = outline.add(parent, "middleware", layer, 0.5 + depth, end + 20 - depth, of=phases)
    parent = outline.add(parent, "server", "BaseHandler", 10, end + 8)
    route = {"http__route": "blog/", "cycleprof__view": "blog.views.post_list"}
    outline.add(parent, "resolve", "blog/", 10.5, 11.5, of=route)
    view = outline.add(parent, "view", "blog.views.post_list", 12, end + 5)
    _list(outline, view, posts, cost, end)
    return profile(outline.spans)


def _list(outline: Outline, view: int, posts: int, cost: float, end: float) -> None:
    source = Origin(file="blog/views.py", line=24, function="post_list")
    outline.add(view, "cache", "get", 13, 14, of={"cycleprof.cache.key": "trending",
                                                  "cycleprof.cache.hit": False})  # fmt: skip
    page = outline.add(view, "template", "blog/posts/list.html", 20, end,
                       of={"cycleprof.template.name": "blog/posts/list.html"})  # fmt: skip
    outline.add(page, "db", "SELECT blog_post", 24, 36, of=statement("posts"), origin=source)
    for number in range(posts):
        start = 40 + number * cost
        card = outline.add(page, "template", "blog/posts/_card.html", start, start + cost - 1,
                           of={"cycleprof.template.name": "blog/posts/_card.html"})  # fmt: skip
        for line, key, at, took in ((3, "author", 1, 5.5), (6, "tags", 8, 7.25)):
            origin = Origin(file=CARD, line=line, template="blog/posts/_card.html")
            table = {"author": "auth_user", "tags": "blog_tag"}[key]
            outline.add(card, "db", f"SELECT {table}", start + at, start + at + took,
                        of=statement(key, number % 7), origin=origin)  # fmt: skip


def repeats(of: Profile) -> tuple[Finding, Finding]:
    """The two N+1 findings of :func:`slow_page`, as a detector would tell them."""
    return tuple(_repeat(of, *row) for row in (
        ("CP002", "tags", "blog_tag", '.prefetch_related("tags")', 6, 1),
        ("CP001", "author", "auth_user", '.select_related("author")', 3, 0),
    ))  # fmt: skip


def _repeat(of: Profile, *row) -> Finding:
    code, relation, table, call, line, left = row
    spans = [span for span in of.spans if span.name == f"SELECT {table}"]
    return Finding(
        code=code,
        rule="n-plus-one",
        severity="warning",
        confidence="exact",
        title=f"Post.{relation} is queried {len(spans)} times",
        detail=f"Each row of blog.Post asks for {relation} by itself.",
        count=len(spans),
        cost_ns=sum(span.duration_ns for span in spans),
        fingerprint=f"{code}{relation}".lower(),
        span_ids=tuple(span.id for span in spans),
        model="blog.Post",
        relation=relation,
        path=relation,
        source=Origin(file="blog/views.py", line=24, function="post_list"),
        trigger=Origin(file=CARD, line=line, template="blog/posts/_card.html"),
        remedy=Remedy(kind="prefetch_related", code=call, expected_queries=left,
                      text=f"{len(spans)} queries become {left or 'a JOIN'}."),
    )  # fmt: skip


def many_spans(count: int) -> Profile:
    """A cycle of ``count`` short statements in one view."""
    outline = Outline()
    root = outline.add(None, "server", "GET /blog/", 0, count * 0.1 + 10)
    view = outline.add(root, "view", "blog.views.post_list", 1, count * 0.1 + 9)
    for number in range(count):
        start = 2 + number * 0.1
        outline.add(view, "db", "SELECT auth_user", start, start + 0.06,
                    of=statement("author", number))  # fmt: skip
    return profile(outline.spans)


def walk(blocks: list[dict]) -> Iterator[dict]:
    """Every block of a panel's JSON, those within lists' entries too."""
    for block in blocks:
        yield block
        for item in block.get("items", ()):
            if isinstance(item, dict):
                yield from walk(item.get("blocks", []))


SOURCES = {
    "blog/views.py": [
        *["# ..."] * 21,
        "class PostList(ListView):",
        "    def get_queryset(self):",
        '        posts = Post.objects.order_by("-published")[:12]',
        "        return posts",
    ],
    CARD: [
        "<article>",
        "  <h2>{{ post.title }}</h2>",
        "  <p>by {{ post.author.username }}",
        "     · {{ post.comments.count }} comments</p>",
        "  <ul>",
        "    {% for tag in post.tags.all %}<li>{{ tag.name }}</li>{% endfor %}",
        "  </ul>",
    ],
}


def source(origin: Origin) -> list[tuple[int, str]]:
    """Two lines before and after an origin in :data:`SOURCES`."""
    lines = list(enumerate(SOURCES.get(origin.file, ()), start=1))
    return [(number, line) for number, line in lines if abs(number - origin.line) <= 2]


def slow_document(language: str = "en") -> dict:
    """What the browser is given for :func:`slow_page`, with its findings and their source."""
    page = slow_page()
    report = replace(analyse(page), findings=repeats(page))
    return document(report, surroundings=replace(at_home(language), source=source))
