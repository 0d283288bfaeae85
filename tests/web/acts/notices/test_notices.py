"""Notices: told with the act that causes them, on the page at once, by letter later."""

from datetime import timedelta

import pytest

from tests.web.acts.notices.conftest import Letterbox, at
from tests.web.offices import PASSWORD
from web.acts.accounts import add_user
from web.acts.notices import KEPT, Desk, mark_read, notices_of, notify, unread
from web.acts.office import Office
from web.acts.outbox import Mail, MailRoom, PostRefused, queue, send_due, waiting
from web.acts.smtp import SmtpPost, smtp_server

ADDRESS = "https://fascicolo.example.it"
PAPER = "/documenti/PI-2011-T2-00004"


def tell(office: Office, to: str | Desk = "zanella") -> list[str]:
    return notify(
        office,
        to=to,
        subject="PAI validato: PI-2011-T2-00004",
        text="Il Gruppo di Coordinamento ha validato il PAI.",
        link=PAPER,
    )


def test_a_notice_stands_on_the_page_of_who_must_know(office: Office):
    tell(office)

    notice = notices_of(office, "zanella")[0]
    assert notice.subject == "PAI validato: PI-2011-T2-00004"
    assert (notice.link, notice.read) == (PAPER, False)
    assert (unread(office, "zanella"), unread(office, "cogo")) == (1, 0)


def test_everybody_at_a_desk_is_told_once_and_nobody_elsewhere(office: Office):
    add_user(
        office.archive, utente="berti", nome="Berti Ivo", ruolo="GLT", cpi="T4", password=PASSWORD
    )

    assert tell(office, Desk("GLT")) == ["berti", "cogo"]
    assert tell(office, Desk("GLT", "T2")) == ["cogo"]
    assert tell(office, Desk("AZ", azienda="00496080243")) == []
    assert notices_of(office, "cogo")[0].ruolo == "GLT"


def test_who_caused_it_is_not_told(office: Office):
    told = notify(office, to=Desk("GLT"), subject="Una cosa", text="È fatta.", but="cogo")

    assert told == []
    assert notices_of(office, "cogo") == []


def test_a_notice_goes_with_the_act_that_did_not_stand(office: Office):
    def act() -> None:
        with office.archive.transaction():
            tell(office)
            raise PostRefused("the act did not stand")

    with pytest.raises(PostRefused):
        act()

    assert notices_of(office, "zanella") == []
    assert waiting(office) == []


def test_notices_are_read_one_by_one_or_all_at_once(office: Office):
    for _ in range(3):
        tell(office)
    first = notices_of(office, "zanella")[2]

    mark_read(office, "zanella", first.id)
    assert [notice.read for notice in notices_of(office, "zanella")] == [False, False, True]

    mark_read(office, "zanella")
    assert unread(office, "zanella") == 0


def test_the_oldest_notices_make_room(office: Office):
    for position in range(KEPT + 2):
        notify(office, to="cogo", subject=f"Avviso {position}", text="Una cosa.")

    kept = notices_of(office, "cogo")
    assert len(kept) == 200
    assert (kept[0].subject, kept[-1].subject) == ("Avviso 201", "Avviso 2")


def test_who_has_an_address_is_written_to(office: Office, post: SmtpPost, letterbox: Letterbox):
    tell(office, Desk("GLT"))
    tell(office)

    assert send_due(office, post, ADDRESS) == 1

    letter = letterbox.letters[0]
    assert letter["To"] == "marta@example.it"
    assert letter["From"] == "fascicolo@provincia.example.it"
    assert letter["Subject"] == "PAI validato: PI-2011-T2-00004"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().splitlines() == [
        "Il Gruppo di Coordinamento ha validato il PAI.",
        "",
        "https://fascicolo.example.it/documenti/PI-2011-T2-00004",
        "",
        "Questo messaggio è automatico: non occorre rispondere.",
    ]
    assert waiting(office) == []


def test_a_letter_refused_for_now_is_tried_again_later_and_later(
    office: Office, post: SmtpPost, letterbox: Letterbox
):
    letterbox.answers = ["451 try later", "451 try later"]
    tell(office)

    assert send_due(office, post, ADDRESS) == 0
    assert waiting(office)[0].failure == "451 try later"
    assert send_due(at(office, timedelta(seconds=59)), post, ADDRESS) == 0
    assert waiting(office)[0].tries == 1

    assert send_due(at(office, timedelta(minutes=1)), post, ADDRESS) == 0
    assert send_due(at(office, timedelta(minutes=2)), post, ADDRESS) == 0
    assert waiting(office)[0].tries == 2
    assert send_due(at(office, timedelta(minutes=3)), post, ADDRESS) == 1


def test_a_letter_tried_again_is_known_for_the_same(
    office: Office, post: SmtpPost, letterbox: Letterbox
):
    class Forgetful(SmtpPost):
        """A post that hands the letter over and does not know."""

        def send(self, key: str, to: str, subject: str, body: str) -> None:
            super().send(key, to, subject, body)
            raise PostRefused("the line fell")

    tell(office)
    server = post._server
    send_due(office, Forgetful(server), ADDRESS)
    send_due(at(office, timedelta(minutes=1)), post, ADDRESS)

    first, second = letterbox.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_an_address_that_does_not_exist_is_given_up_at_once(
    office: Office, post: SmtpPost, letterbox: Letterbox
):
    letterbox.answers = ["550 no such user"]
    tell(office)

    send_due(office, post, ADDRESS)

    assert waiting(office)[0].lost
    assert send_due(at(office, timedelta(days=1)), post, ADDRESS) == 0


def test_after_three_days_a_letter_is_given_up(office: Office):
    nowhere = SmtpPost(smtp_server("smtp+chiaro://127.0.0.1:1", "", "fascicolo@example.it"))
    tell(office)
    hours = range(0, 80, 6)

    for hour in hours:
        send_due(at(office, timedelta(hours=hour)), nowhere, ADDRESS)

    assert waiting(office)[0].lost
    assert notices_of(office, "zanella")[0].subject.startswith("PAI validato")


def test_a_wrong_password_of_the_server_loses_no_letter(
    office: Office, port: int, letterbox: Letterbox
):
    url = f"smtp+chiaro://fascicolo@127.0.0.1:{port}"
    wrong = SmtpPost(smtp_server(url, "un altro", "fascicolo@example.it"))
    tell(office)

    assert send_due(office, wrong, ADDRESS) == 0

    assert waiting(office)[0].failure.startswith("535")
    assert not waiting(office)[0].lost


def test_an_office_without_mail_keeps_no_letters(office: Office):
    tell(office)

    assert send_due(office, None, ADDRESS) == 0

    assert waiting(office) == []
    assert unread(office, "zanella") == 1


def test_no_text_can_write_the_head_of_a_letter(
    office: Office, post: SmtpPost, letterbox: Letterbox
):
    queue(office, Mail("marta@example.it", "Una cosa\r\nBcc: altri@example.it", "Testo."))

    send_due(office, post, ADDRESS)

    assert letterbox.letters[0]["Bcc"] is None
    assert letterbox.letters[0]["Subject"] == "Una cosa Bcc: altri@example.it"


def test_the_mail_room_sends_by_itself(office: Office, post: SmtpPost, letterbox: Letterbox):
    tell(office)
    room = MailRoom(office, post, ADDRESS, every=0.01)

    room.start()
    while waiting(office):
        pass
    room.close()

    assert len(letterbox.letters) == 1


@pytest.mark.parametrize(
    "url",
    ["http://a.it", "smtp://", "smtp://u:p@a.it", "a.it:25", "smtp://a.it/x", "smtp://a.it:porta"],
)
def test_an_address_that_is_no_mail_server_is_refused(url: str):
    with pytest.raises(ValueError, match=r".+"):
        smtp_server(url, "", "fascicolo@example.it")


def test_the_form_of_the_address_says_how_the_conversation_is_protected():
    servers = [
        smtp_server(url, "", "fascicolo@example.it")
        for url in ("smtp://a.it", "smtps://u%40a.it@a.it", "smtp+chiaro://a.it:2525")
    ]

    assert [(one.port, one.tls, one.utente) for one in servers] == [
        (587, "starttls", ""),
        (465, "tls", "u@a.it"),
        (2525, "", ""),
    ]
