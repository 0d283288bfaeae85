"""The settings: read once, every fault told together."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from web.settings import Settings, SettingsFault, cookie_secret


def test_an_empty_environment_is_enough(tmp_path: Path) -> None:
    settings = Settings.from_env({"FASCICOLO_DATI": str(tmp_path)})

    assert settings.archivio == f"tinydb:///{tmp_path}/archivio"
    assert (settings.indirizzo, settings.porta) == ("127.0.0.1", 8000)
    assert (settings.oggi, settings.sessione) == (None, timedelta(minutes=60))


def test_what_is_set_is_taken(tmp_path: Path) -> None:
    settings = Settings.from_env(
        {"FASCICOLO_DATI": str(tmp_path), "FASCICOLO_OGGI": "2011-06-15", "FASCICOLO_HTTPS": "si"}
    )

    assert settings.oggi == date(2011, 6, 15)
    assert settings.https


def test_every_fault_is_told_at_once_each_with_what_to_write() -> None:
    with pytest.raises(SettingsFault) as fault:
        Settings.from_env(
            {
                "FASCICOLO_PORTA": "ottomila",
                "FASCICOLO_OGGI": "15/06/2011",
                "FASCICOLO_SEGRETO": "breve",
                "FASCICOLO_ARCHIVIO": "mysql://",
                "FASCICOLO_COLORE": "blu",
            }
        )

    assert str(fault.value).splitlines() == [
        "Impostazioni da correggere:",
        "FASCICOLO_COLORE: impostazione sconosciuta",
        "FASCICOLO_ARCHIVIO='mysql://': scrivere tinydb:///cartella o memory:",
        "FASCICOLO_PORTA='ottomila': scrivere un numero da 1 a 65535",
        "FASCICOLO_OGGI='15/06/2011': scrivere una data AAAA-MM-GG",
        "FASCICOLO_SEGRETO='breve': servono almeno 32 caratteri",
    ]


def test_the_secret_of_cookies_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings.from_env({"FASCICOLO_DATI": str(tmp_path)})

    first, second = cookie_secret(settings), cookie_secret(settings)

    assert first == second
    assert len(first) >= 32
    assert (tmp_path / "segreto").stat().st_mode & 0o777 == 0o600


def test_the_office_s_own_parameters_are_used_when_they_are_there(tmp_path: Path) -> None:
    (tmp_path / "parametri.json").write_text('{"parametri": []}', encoding="utf-8")

    settings = Settings.from_env({"FASCICOLO_DATI": str(tmp_path)})

    assert settings.parametri == tmp_path / "parametri.json"


def test_the_mail_server_is_read_with_its_password_and_sender(tmp_path: Path) -> None:
    kept = tmp_path / "password"
    kept.write_text("segreto del server\n", encoding="utf-8")

    settings = Settings.from_env(
        {
            "FASCICOLO_SMTP": "smtp://posta@mail.example.it",
            "FASCICOLO_SMTP_PASSWORD": str(kept),
            "FASCICOLO_MITTENTE": "fascicolo@provincia.example.it",
        }
    )

    assert settings.smtp is not None
    assert (settings.smtp.host, settings.smtp.port) == ("mail.example.it", 587)
    assert settings.smtp.password == "segreto del server"


def test_a_mail_server_without_sender_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="FASCICOLO_MITTENTE"):
        Settings.from_env({"FASCICOLO_SMTP": "smtp://mail.example.it"})


def test_links_begin_with_the_address_that_people_use(tmp_path: Path) -> None:
    assert Settings.from_env({"FASCICOLO_PORTA": "8080"}).address == "http://127.0.0.1:8080"
    set_one = Settings.from_env({"FASCICOLO_URL": "https://fascicolo.example.it/"})
    assert set_one.address == "https://fascicolo.example.it"
    with pytest.raises(SettingsFault, match="FASCICOLO_URL"):
        Settings.from_env({"FASCICOLO_URL": "fascicolo.example.it"})


def test_an_identity_provider_is_reached_over_https_with_all_it_needs(tmp_path: Path) -> None:
    kept = tmp_path / "segreto-oidc"
    kept.write_text("segreto del client\n", encoding="utf-8")
    environ = {"FASCICOLO_OIDC_CLIENT": "fascicolo", "FASCICOLO_OIDC_SEGRETO": str(kept)}

    settings = Settings.from_env({**environ, "FASCICOLO_OIDC": "https://spid.example.it/"})

    assert settings.oidc is not None
    assert settings.oidc.issuer == "https://spid.example.it"
    assert settings.oidc.secret == "segreto del client"
    with pytest.raises(SettingsFault, match="FASCICOLO_OIDC"):
        Settings.from_env({**environ, "FASCICOLO_OIDC": "http://spid.example.it"})
    with pytest.raises(SettingsFault, match="FASCICOLO_OIDC_CLIENT"):
        Settings.from_env({"FASCICOLO_OIDC": "https://spid.example.it"})


@pytest.mark.parametrize("name", ["stemma.gif", "manca.png"])
def test_an_emblem_that_browsers_would_not_show_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "stemma.gif").touch()

    with pytest.raises(SettingsFault, match="percorso di un file SVG o PNG"):
        Settings.from_env({"FASCICOLO_EMBLEMA": str(tmp_path / name)})
