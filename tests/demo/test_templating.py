from __future__ import annotations

import re

from .counting import statements


def titles(html):
    return re.search(r"<title>(.*?)</title>", html, re.DOTALL).group(1)


def test_three_levels_each_add_to_the_title(client):
    page = client.get("/templates/inheritance/").content.decode()
    assert titles(page) == "Inheritance · Three levels · Field Notes"
    assert "All pages" in page.split("<footer")[1]
    assert "added below what the base says" in page.split("<footer")[1]


def test_an_include_in_a_loop_is_rendered_each_time(client):
    page = client.get("/templates/inheritance/").content.decode()
    assert re.findall(r"for the (\d)\. time", page) == ["1", "2", "3"]


def test_tags_and_filters_do_what_they_say(client):
    page = client.get("/templates/tags/?q=frost").content.decode()
    assert "192 posts in all" in page
    assert 'href="?q=frost&amp;page=2"' in page
    assert '<aside class="note"><b>A block tag:</b>' in page
    assert "<em>markup and all</em>" in page


def test_an_inclusion_tag_shows_the_tree_of_categories(client):
    page = client.get("/templates/tags/").content.decode()
    assert re.search(r"Woodland</a>:\s*<a [^>]*>Fungi</a>, <a [^>]*>Trees</a>", page)


def test_the_tags_page_asks_a_fixed_number_of_queries(client):
    assert len(statements(client, "/templates/tags/")) == 5


def test_a_template_response_is_rendered_after_the_view(client):
    response = client.get("/templates/deferred/")
    assert response.headers["X-Demo-Rendered"] == "true"
    assert "view, then process_template_response" in response.content.decode()
    assert response.template_name == "blog/templating/deferred.html"


def test_jinja2_shows_the_posts_of_the_list(client):
    links = r'<h2><a href="(/posts/[^"]+)">'
    jinja = re.findall(links, client.get("/templates/jinja2/").content.decode())
    assert jinja == re.findall(links, client.get("/posts/").content.decode()) != []


def test_jinja2_escapes_what_it_shows(client, post):
    type(post).objects.filter(pk=post.pk).update(title="<b>bold</b>")
    page = client.get("/templates/jinja2/").content.decode()
    assert "&lt;b&gt;bold" in page
    assert "<b>bold" not in page
