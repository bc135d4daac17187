"""Index entries: pages about templates."""

from __future__ import annotations

from .entry import Entry, Section

SECTION = Section(
    "Templates",
    (
        Entry(
            "blog:templates:inheritance",
            "Inheritance",
            "extends on three levels, block.super, and include in a loop: look for the nesting of "
            "the templates.",
        ),
        Entry(
            "blog:templates:tags",
            "Tags and filters",
            "A simple tag that queries, a block tag, inclusion tags and filters: look for the line "
            "of the template that caused each query.",
        ),
        Entry(
            "blog:templates:deferred",
            "TemplateResponse",
            "A response that is rendered after the view has returned: look for a middleware's "
            "process_template_response, and for the template beside the view, not inside it.",
        ),
        Entry(
            "blog:templates:jinja2",
            "Jinja2",
            "The fixed list with Jinja2's blocks, includes, macros and filters: look for the same "
            "stages and for lines of Jinja2 files.",
        ),
    ),
)
