"""What is recorded of requests that write, over real servers: forms, CSRF, permissions, mail."""

from __future__ import annotations

import pytest
import requests

from tests.servers.looking import above

pytestmark = pytest.mark.once


def _post(site, name):
    """The spans of writing a post, and the fields that the form needs."""
    cookies = site.log_in(name)
    form = site.get("/posts/new/", cookies=cookies)
    choices = form.text.partition('name="category"')[2]
    category = choices.partition('<option value="')[2].split('<option value="')[1].partition('"')[0]

    def send(**fields):
        answer = site.post("/posts/new/", form, {"category": category} | fields, cookies)
        return answer, site.report(answer)["profile"]["spans"]

    return send


def _named(spans, name):
    (found,) = [span for span in spans if span["name"] == name]
    return found


def _around(spans, name):
    return list(above(_named(spans, name), spans))


@pytest.fixture
def written(server):
    answer, spans = _post(server[1], "ada")(
        title="A new post", summary="Short.", body="Long.", published="2026-11-20 12:00"
    )
    assert answer.status_code == 302, answer.text
    return spans


def test_the_body_is_read_and_parsed_where_the_token_is_asked_for(written):
    parsed = _named(written, "parse form")
    assert parsed["stage"] == "serialize"
    assert parsed["end_ns"] > parsed["start_ns"]
    assert parsed["attributes"]["cycleprof.form.fields"] == 6
    assert parsed["attributes"]["cycleprof.form.files"] == 0
    assert parsed["attributes"]["cycleprof.content_type"] == "application/x-www-form-urlencoded"
    assert _around(written, "parse form")[:2] == [
        "CSRF token checked", "django.middleware.csrf.CsrfViewMiddleware.process_view",
    ]  # fmt: skip
    assert _named(written, "CSRF token checked")["attributes"] == {"cycleprof.event": "csrf"}


def test_a_valid_form_has_no_errors_and_is_validated_in_the_view(written):
    form = _named(written, "PostForm.full_clean")
    assert form["attributes"]["cycleprof.form.errors"] == []
    assert "PostCreate.post" in _around(written, "PostForm.full_clean")
    assert _named(written, "PostCreate.form_valid")["stage"] == "view"


def test_mail_is_sent_after_the_commit_and_delivered_by_its_backend(written):
    sent = _named(written, "send mail")
    assert (sent["stage"], sent["attributes"]["cycleprof.mail.recipients"]) == ("mail", 1)
    assert sent["attributes"]["cycleprof.mail.subject"] == "Your post: A new post"
    assert "on_commit blog.letters.tell_of_post" in _around(written, "send mail")
    delivered = _named(written, "deliver mail")["attributes"]
    assert _around(written, "deliver mail")[0] == "send mail"
    backend = "django.core.mail.backends.filebased.EmailBackend"
    assert delivered["cycleprof.mail.backend"] == backend
    assert delivered["cycleprof.mail.sent"] == 1


def test_receivers_and_messages_are_told_where_they_come(written):
    receiver = "post_save → blog.receivers.forget_front_page"
    assert "PostCreate.form_valid" in _around(written, receiver)
    assert _named(written, receiver)["attributes"]["cycleprof.sender"] == "blog.models.posts.Post"
    assert "PostCreate.form_valid" in _around(written, "message added: success")
    stored = _around(written, "messages stored")
    assert stored[0] == "django.contrib.messages.middleware.MessageMiddleware"


def test_a_form_that_is_refused_names_its_fields_and_no_values(server):
    answer, spans = _post(server[1], "ada")(title="", published="the day bef0re yesterday")
    assert answer.status_code == 200
    errors = _named(spans, "PostForm.full_clean")["attributes"]["cycleprof.form.errors"]
    assert errors == ["body", "published", "summary", "title"]
    assert "bef0re" not in repr(spans)
    assert "PostCreate.post" in _around(spans, "PostCreate.form_invalid")


def test_a_post_without_a_token_is_answered_by_the_middleware(server):
    site = server[1]
    answer = requests.post(f"{site.address}/hood/messages/", headers={"Host": "localhost"},
                           allow_redirects=False, timeout=30)  # fmt: skip
    assert answer.status_code == 403
    spans = site.report(answer)["profile"]["spans"]
    hook = _named(spans, "django.middleware.csrf.CsrfViewMiddleware.process_view")
    assert hook["attributes"]["cycleprof.answered"] is True
    refused = _named(spans, "CSRF refused")
    assert refused["attributes"]["cycleprof.reason"] == "CSRF cookie not set."
    assert _around(spans, "CSRF refused")[0] == hook["name"]
    assert not [span for span in spans if span["stage"] == "view"]


def test_a_permission_that_a_guest_lacks_is_granted_to_the_admin(server):
    site = server[1]
    page = site.get("/hood/permissions/", cookies=site.log_in("admin"))
    spans = site.report(page)["profile"]["spans"]
    check = _named(spans, "permission blog.delete_post")
    assert check["stage"] == "signal"
    assert check["attributes"]["cycleprof.answer"] is True
    assert _around(spans, "permission blog.delete_post")[0] == "blog.views.state.permissions"


def test_logging_in_shows_what_the_password_cost_and_not_the_password(server):
    site = server[1]
    page = site.get("/accounts/login/")
    answer = site.post("/accounts/login/", page, {"username": "ada", "password": "ada"})
    spans = site.report(answer)["profile"]["spans"]
    check = _named(spans, "authenticate")
    assert check["attributes"]["cycleprof.answer"] is True
    backend = "django.contrib.auth.backends.ModelBackend"
    assert check["attributes"]["cycleprof.backend"] == backend
    assert not [span for span in spans if "'password': 'ada'" in repr(span)]
