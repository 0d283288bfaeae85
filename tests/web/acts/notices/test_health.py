"""The health of the office tells of the letters that did not leave."""

from datetime import timedelta
from pathlib import Path

from tests.web.acts.notices.conftest import at
from web.acts.health import examine_health
from web.acts.notices import notify
from web.acts.office import Office
from web.acts.outbox import send_due
from web.acts.smtp import SmtpPost, smtp_server

NOWHERE = SmtpPost(smtp_server("smtp+chiaro://127.0.0.1:1", "", "fascicolo@example.it"))


def told(office: Office, tmp_path: Path) -> tuple[str, str]:
    checks = examine_health(office, uikit=tmp_path, dati=tmp_path)
    return next((one.outcome, one.detail) for one in checks if one.name == "Posta")


def test_letters_that_wait_are_counted_and_failures_are_told(office: Office, tmp_path: Path):
    assert told(office, tmp_path) == ("bene", "0 in attesa")
    notify(office, to="zanella", subject="Una cosa", text="È fatta.")
    assert told(office, tmp_path) == ("bene", "1 in attesa")

    send_due(office, NOWHERE, "")

    outcome, detail = told(office, tmp_path)
    assert outcome == "avviso"
    assert detail.startswith("1 in attesa: [Errno 111]")


def test_letters_given_up_are_told(office: Office, tmp_path: Path):
    notify(office, to="zanella", subject="Una cosa", text="È fatta.")

    send_due(at(office, timedelta(days=4)), NOWHERE, "")

    outcome, detail = told(office, tmp_path)
    assert outcome == "avviso"
    assert detail.startswith("1 non consegnate")
