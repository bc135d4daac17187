from __future__ import annotations


def test_logging_in_leads_to_where_one_wanted_to_go(client):
    response = client.post(
        "/accounts/login/", {"username": "ada", "password": "ada", "next": "/posts/new/"}
    )
    assert response.headers["Location"] == "/posts/new/"
    assert client.get("/").context["user"].username == "ada"


def test_a_wrong_password_is_refused(client):
    response = client.post("/accounts/login/", {"username": "ada", "password": "bob"})
    assert response.status_code == 200
    assert "Please enter a correct username" in response.content.decode()


def test_logging_out_is_a_post(as_ada):
    assert as_ada.get("/accounts/logout/").status_code == 405
    assert as_ada.post("/accounts/logout/").headers["Location"] == "/"
    assert not as_ada.get("/").context["user"].is_authenticated


def test_a_guest_s_page_reads_no_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/hood/messages/")
