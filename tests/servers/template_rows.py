"""What the demo's pages show of templates, of both engines."""

from __future__ import annotations

from tests.servers.looking import Row

TAGS = "blog/templating/tags.html"
TEXT = "blog.templatetags.blog_text"
KIND = "cycleprof.template.kind"
JINJA2 = {"cycleprof.template.engine": "jinja2"}
TEMPLATE_ROWS = [
    Row("/errors/handled/", "template", "blog/errors/broken.html", "blog.views.errors.handled",
        {"exception.type": "builtins.TypeError"}, "error"),
    Row("/templates/inheritance/", "template", "blog/templating/_line.html",
        "blog/templating/inheritance.html", {"cycleprof.template.kind": "include"}),
    Row("/templates/tags/", "template", "tag post_total", "blog/templating/tags.html",
        {"cycleprof.template.tag": "blog.templatetags.blog_tags.post_total"}),
    Row("/templates/jinja2/", "template", "macro tag_links", "blog/jinja_card.html",
        {"cycleprof.template.engine": "jinja2"}),
    Row("/caching/fragment/", "template", "cache categories", "blog/caching/fragment.html"),
    Row("/statistics/raw/", "template", "blog/_header.html", "blog/base.html",
        {"cycleprof.reverse.count": 5}),
    Row("/templates/inheritance/", "template", "blog/templating/inheritance.html",
        "render TemplateResponse",
        {KIND: "render", "cycleprof.template.context": ["posts", "view"]}),
    Row("/templates/inheritance/", "template", "blog/base.html", "blog/section.html",
        {KIND: "extends"}, at="blog/templates/blog/section.html"),
    Row("/templates/inheritance/", "template", "block title", "block title", {KIND: "block"},
        at="blog/templates/blog/section.html"),
    Row("/templates/tags/", "template", TAGS, "blog.views.templating.tags_and_filters",
        {"cycleprof.template.filters": [f"{TEXT}.first_words", f"{TEXT}.plural"]}),
    Row("/templates/tags/", "template", "blog/templating/_byline.html", "block content",
        {KIND: "inclusion tag"}, at="blog/templates/blog/templating/tags.html"),
    Row("/templates/tags/", "template", "tag aside", "block content",
        {"cycleprof.template.tag": "blog.templatetags.blog_tags.aside"}),
    Row("/templates/tags/", "db", "SELECT blog_post", "tag post_total"),
    Row("/templates/jinja2/", "template", "blog/jinja_list.html", "render TemplateResponse",
        JINJA2 | {KIND: "render"}),
    Row("/templates/jinja2/", "template", "blog/layout.html", "blog/jinja_list.html",
        JINJA2 | {KIND: "extends"}),
    Row("/templates/jinja2/", "template", "block title", "block title", JINJA2 | {KIND: "block"},
        at="blog/jinja2/blog/layout.html"),
    Row("/templates/jinja2/", "template", "blog/jinja_card.html", "block content",
        JINJA2 | {KIND: "include"}, at="blog/jinja2/blog/jinja_list.html"),
    Row("/templates/jinja2/", "template", "macro tag_links", "blog/jinja_card.html",
        JINJA2 | {KIND: "macro"}, at="blog/jinja2/blog/macros.html"),
]  # fmt: skip
