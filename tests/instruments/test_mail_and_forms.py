"""Mail that is sent and forms that are validated."""

from __future__ import annotations

import pytest
from django import forms
from django.core import mail
from django.core.mail import EmailMessage, send_mail

from cycleprof import profile
from cycleprof.model import Stage
from tests.instruments.pages import NameForm
from tests.profiles import one, outline

pytestmark = pytest.mark.filterwarnings("ignore:Django 2028 will not have a default mailer")
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


def test_a_message_tells_subject_and_recipients_and_holds_its_delivery():
    message = EmailMessage("Order password=hunter22", "text", to=["a@x.example", "b@x.example"])
    with profile("mail") as session:
        assert message.send() == 1
    assert outline(session.profile, Stage.MAIL) == ["mail send mail", "  mail deliver mail"]
    sending = one(session.profile, "send mail")
    assert sending.attributes["cycleprof.mail.subject"] == "Order password=********"
    assert sending.attributes["cycleprof.mail.recipients"] == 2
    assert sending.origin.file == "tests/instruments/test_mail_and_forms.py"
    assert "a@x.example" not in repr(session.profile)


def test_a_delivery_names_its_backend_and_what_was_sent():
    with profile("mail") as session:
        send_mail("Hello", "text", None, ["a@x.example"])
    delivery = one(session.profile, "deliver mail").attributes
    assert delivery["cycleprof.mail.backend"] == LOCMEM
    assert (delivery["cycleprof.mail.messages"], delivery["cycleprof.mail.sent"]) == (1, 1)


@pytest.mark.only(django=">=6.1")
def test_a_mailer_is_named(settings):
    settings.MAILERS = {"news": {"BACKEND": LOCMEM}}
    with profile("mail") as session:
        EmailMessage("Hello", to=["a@x.example"]).send(using="news")
    assert one(session.profile, "deliver mail").attributes["cycleprof.mail.mailer"] == "news"


def test_several_messages_at_once_are_one_delivery():
    with profile("mail") as session:
        mail.send_mass_mail([("a", "b", None, ["a@x.example", "b@x.example"])] * 2)
    delivery = one(session.profile, "deliver mail").attributes
    assert (delivery["cycleprof.mail.messages"], delivery["cycleprof.mail.recipients"]) == (2, 4)


@pytest.mark.parametrize(("name", "errors"), [("bo", []), ("much too long", ["name"])])
def test_validation_names_the_fields_with_errors_and_no_values(name, errors):
    with profile("form") as session:
        assert NameForm({"name": name}).is_valid() is not bool(errors)
    span = one(session.profile, "NameForm.full_clean")
    assert span.stage is Stage.SERIALIZE
    assert span.attributes["cycleprof.form.errors"] == errors
    assert span.attributes["cycleprof.form.fields"] == 1
    assert "much too long" not in repr(session.profile)


def test_a_formset_holds_the_validation_of_its_forms():
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "too long a name"}
    formset = forms.formset_factory(NameForm)(data)
    with profile("formset") as session:
        formset.is_valid()
    assert outline(session.profile, Stage.SERIALIZE) == [
        "serialize NameFormSet.full_clean",
        "  serialize ManagementForm.full_clean",
        *["  serialize NameForm.full_clean"] * 2,
    ]
    whole = one(session.profile, "NameFormSet.full_clean")
    assert whole.attributes["cycleprof.form.errors"] == ["name"]
