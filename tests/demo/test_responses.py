from __future__ import annotations

import csv
import gzip
from io import StringIO

import pytest

from .counting import statements
from blog.models import Image, Post


def test_a_redirect_leads_to_the_newest_post(client, post):
    response = client.get("/responses/latest/")
    assert (response.status_code, response.headers["Location"]) == (302, post.get_absolute_url())


def test_a_chain_leads_there_in_two_steps(client, post):
    response = client.get("/responses/chain/", follow=True)
    assert response.redirect_chain == [("/responses/latest/", 301), (post.get_absolute_url(), 302)]
    assert response.status_code == 200


def test_two_cookies_are_set_one_signed(client):
    cookies = client.get("/responses/cookies/").cookies
    assert cookies["seen"].value == "1"
    assert cookies["reader"].value.startswith("guest:")


def test_a_download_is_a_png(client):
    response = client.get("/responses/download/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="plate.png"'
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")


def test_a_picture_is_drawn_the_same_each_time(client):
    url = Image.objects.first().get_absolute_url()
    first, second = client.get(url), client.get(url)
    assert first.content == second.content
    assert first.headers["Content-Type"] == "image/png"


def test_different_seeds_give_different_pictures(client):
    one, two = Image.objects.all()[:2]
    assert client.get(one.get_absolute_url()).content != client.get(two.get_absolute_url()).content


def test_the_csv_streams_a_line_for_each_post(client):
    response = client.get("/responses/posts.csv")
    assert response.streaming
    rows = list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode())))
    assert len(rows) == 200
    assert int(rows[0]["comments"]) == Post.objects.get(pk=1).comments.count()


def test_the_csv_asks_its_queries_while_it_streams(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/responses/posts.csv")
    with django_assert_num_queries(9):  # four batches with tags, and one that is empty
        b"".join(response.streaming_content)


def test_a_validated_page_answers_304_from_small_queries(client):
    first = client.get("/responses/validated/")
    asked = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/responses/validated/", headers=asked).status_code == 304
    assert first.headers["Last-Modified"]


def test_a_changed_post_changes_the_etag(client, post):
    before = client.get("/responses/validated/").headers["ETag"]
    post.save()
    assert client.get("/responses/validated/").headers["ETag"] != before


def test_a_hashed_page_answers_304_after_all_its_work(client):
    first = client.get("/responses/hashed/")
    again = client.get("/responses/hashed/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert len(statements(client, "/responses/hashed/")) == 1


@pytest.mark.parametrize("url", ["/responses/hashed/", "/posts/fixed/"])
def test_head_answers_with_the_headers_alone(client, url):
    response = client.head(url)
    assert (response.status_code, response.content) == (200, b"")


def test_nothing_is_a_204(client):
    response = client.get("/responses/nothing/")
    assert (response.status_code, response.content) == (204, b"")


def test_a_fragment_is_html_without_a_page(client):
    response = client.get("/responses/fragment/")
    assert response.headers["Content-Type"].startswith("text/html")
    assert b"<html" not in response.content


def test_an_unclosed_page_is_compressed_by_its_decorator(client):
    response = client.get("/responses/unclosed/", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert b"</body>" not in gzip.decompress(response.content)


def test_a_latin_1_page_has_one_byte_per_umlaut(client):
    response = client.get("/responses/latin-1/")
    assert response.headers["Content-Type"] == "text/html; charset=iso-8859-1"
    assert "Wälder".encode("latin-1") in response.content


def test_pages_are_compressed_for_clients_that_ask(client):
    response = client.get("/posts/fixed/", headers={"Accept-Encoding": "gzip"})
    assert b"</html>" in gzip.decompress(response.content)


def test_a_broken_stream_fails_after_three_lines(client):
    body = client.get("/responses/broken-stream/").streaming_content
    assert [next(body) for _ in range(3)] == [b"line 0\n", b"line 1\n", b"line 2\n"]
    with pytest.raises(OSError, match="went away"):
        next(body)
