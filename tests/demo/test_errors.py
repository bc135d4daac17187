from __future__ import annotations

import pytest


@pytest.fixture
def forgiving(client):
    """A client that gets the answer to an exception, as a browser would."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("page", "status", "heading"),
    [
        ("403", 403, "Not allowed"),
        ("404", 404, "Not found"),
        ("500", 500, "Something broke"),
        ("template", 500, "Something broke"),
        ("rescued", 503, "Not available just now"),
    ],
)
def test_each_error_has_its_own_page(forgiving, page, status, heading):
    response = forgiving.get(f"/errors/{page}/")
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.content.decode()


def test_permission_denied_says_why(client):
    assert "this page is for nobody" in client.get("/errors/403/").content.decode()


def test_an_unknown_address_is_named(client):
    page = client.get("/no/such/page/")
    assert page.status_code == 404
    assert "/no/such/page/" in page.content.decode()


def test_a_failing_view_raises_its_own_exception(client):
    with pytest.raises(ZeroDivisionError):
        client.get("/errors/500/")


def test_a_failing_template_raises_in_its_filter(client):
    with pytest.raises(TypeError):
        client.get("/errors/template/")


def test_a_rescued_exception_says_when_to_come_back(client):
    response = client.get("/errors/rescued/")
    assert response.headers["Retry-After"] == "60"
    assert "The weather station does not answer" in response.content.decode()


def test_a_suspicious_request_is_bad(client):
    assert client.get("/errors/400/").status_code == 400


def test_the_wrong_method_is_refused_and_the_right_one_taken(client):
    assert client.get("/errors/405/").headers["Allow"] == "POST"
    assert client.post("/errors/405/").status_code == 204
