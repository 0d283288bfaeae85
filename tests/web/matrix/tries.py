"""How each page is tried, and what the matrix asks of who tries it."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from schemas.rules.permissions import RUOLI
from tests.web.matrix.spec import BLIND, RETRIEVING, Where, allowed
from tests.web.scans import photograph

Form = Mapping[str, object]
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
# What a page says of the request and of who makes it: its token, the address at the foot of its
# print, how many notices they have.
_OF_THE_REQUEST = re.compile(
    rf'{_TOKEN.pattern}|<p class="piede-stampa">[^<]*</p>'
    r'| <span class="chi-conto">.*?</span></span>'
)


@dataclass(frozen=True)
class Try:
    """
    How a page about something is tried, and what the matrix asks of who tries it.

    Args:
        azioni: One of these must be granted upon the thing.
        ruoli: The only roles that may, or None.
        filing: Whether who files documents may too, as long as they see them.
        stato: The state of the document in which the page has something to do.
        form: What is posted; the page is only fetched without.
        changes: Whether a post that is allowed leaves the archive changed.
        rest: What else the address names.
    """

    azioni: str
    ruoli: frozenset[str] | None = None
    filing: bool = False
    stato: str = "firmato"
    form: Form | None = None
    changes: bool = True
    rest: Form = field(default_factory=dict)

    def admits(self, ruolo: str, row: Mapping[str, str], here: Where) -> bool:
        """Return whether the matrix lets *ruolo* do this on a thing that stands so to them."""
        if self.ruoli is not None and ruolo not in self.ruoli:
            return False
        files = self.filing and ruolo in RETRIEVING and allowed(ruolo, "V", row, here)
        return files or any(allowed(ruolo, azione, row, here) for azione in self.azioni)


WHY = {"motivo": "Registrato per errore dallo sportello."}
SIGNED = {"data": "06/12/2011"}
FILED = {"registro": "repertorio"}

# Pages about a document.
DOCUMENTS: Mapping[str, Try] = {
    "documents.show": Try("V"),
    "documents.registered": Try("V"),
    "documents.docx": Try("V"),
    "documents.pdf": Try("V"),
    "documents.print_again": Try("PFM", form={}, changes=False),
    "documents.sign": Try("FM", stato="generato", form=SIGNED),
    "corrections.correct": Try("C", form={}),
    "corrections.addendum": Try("V"),
    "filing.ask_annulment": Try("M"),
    "filing.annul_document": Try("M", form=WHY),
    "keeping.ask_copy": Try("FM", filing=True),
    "keeping.attach": Try("FM", filing=True, form={"file": True}),
    "keeping.copy": Try("V", rest={"position": 1}),
    "keeping.ask_protocol": Try("V", RETRIEVING),
    "keeping.protocol": Try("V", RETRIEVING, form=FILED),
    "keeping.ask_rest": Try("V", RETRIEVING, stato="protocollato"),
    "keeping.rest": Try("V", RETRIEVING, stato="protocollato", form={}),
    "keeping.metadata": Try("V", RETRIEVING, rest={"name": "metadati.xml"}),
}
# Pages about a person.
FASCICOLI: Mapping[str, Try] = {
    "fascicoli.show": Try("V"),
    "filing.ask_retrieval": Try("V", RETRIEVING),
    "filing.retrieve": Try("V", RETRIEVING, form={"forma": "zip", **WHY}, changes=False),
    "access_log.of_fascicolo": Try("V", RETRIEVING),
}
# Pages about a draft, each with what it posts; the last one throws it away.
DRAFTS: Mapping[str, Form | None] = {
    "steps.show": None,
    "steps.save": {"vai": "bozza"},
    "conflicts.choose": {"mia": "{}", "base": "{}"},
    "draft_files.take": None,
    "draft_files.take_typed": {},
    "review.show": None,
    "review.register": {},
    "review.paper": None,
    "review.preview": None,
    "review.picture": None,
    "review.discard": {"conferma": "si"},
}
# Pages about nothing of anybody's in particular: who may open each. What they show is theirs.
EVERYBODY = frozenset(RUOLI)
WITH_FASCICOLO = frozenset({"OCPI", "RCPI", "GLT", "GCP", "GA"})
SEEING = EVERYBODY - BLIND
CARETAKERS = frozenset({"ADM", "GA"})
# Who works by totals alone, and who answers for them (P-2).
TOTALS = frozenset({"CI", "FON", "PS", "ULSS", "COM", "GCP", "GA", "RCPI", "GLT"})
COMPANY_CARE = frozenset({"OCPI", "RCPI", "GA"})
PLACES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("desk.show", "guide.find", "lasting.extend", "entering.resume"), EVERYBODY),
    **dict.fromkeys(("notices.show", "draft_files.ask"), EVERYBODY),
    "documents.find": SEEING,
    "printing.find": SEEING - {"CFP"},
    "own.show": frozenset({"ASS", "ESP", "AZ", "TUT", "COM"}),
    "fascicoli.find": WITH_FASCICOLO,
    "companies.find": WITH_FASCICOLO,
    "fascicoli.ask": frozenset({"OCPI", "RCPI"}),
    "sittings.find": frozenset({"OCPI", "RCPI", "GLT", "GCP", "GA"}),
    "registry.show": frozenset({"GCP", "GA"}),
    "registry.take": frozenset({"GCP", "GA"}),
    "access_log.find": CARETAKERS,
    "health.stato": CARETAKERS,
    "administration.show": CARETAKERS,
    "administration.parameters": CARETAKERS,
    "administration.places": CARETAKERS,
    "administration.permissions": CARETAKERS,
    **dict.fromkeys(("totals.show", "totals.of_measure"), TOTALS),
    "progress.show": WITH_FASCICOLO | {"CI", "FON", "PS", "ULSS", "COM"},
    "progress.behind": WITH_FASCICOLO,
    "budget.show": frozenset({"GCP", "GA"}),
    "users.find": frozenset({"ADM"}),
    "users.ask": frozenset({"ADM"}),
    "users.show": frozenset({"ADM"}),
    "users.ask_details": frozenset({"ADM"}),
    "templates.find": frozenset({"ADM"}),
    "templates.show": frozenset({"ADM"}),
    "templates.take": frozenset({"ADM"}),
    "company_accesses.find": COMPANY_CARE,
    "company_accesses.ask": COMPANY_CARE,
    "company_accesses.paper": COMPANY_CARE,
}
# What they post, and the pages of something that each has: walked for who may not.
POSTS: Mapping[str, frozenset[str]] = {
    "health.verify": CARETAKERS,
    **dict.fromkeys(
        (
            *("users.add", "users.change_details", "users.give_role", "users.take_role"),
            *("users.set_active", "users.reset_password", "users.send_link"),
            *("users.reset_second_factor", "users.close_sessions"),
            *("templates.check", "templates.look", "templates.publish", "templates.drop"),
            *("templates.withdraw", "templates.take_old", "templates.picture"),
        ),
        frozenset({"ADM"}),
    ),
    **dict.fromkeys(
        (
            *("company_accesses.invite", "company_accesses.show"),
            *("company_accesses.confirm", "company_accesses.refuse"),
        ),
        COMPANY_CARE,
    ),
    **dict.fromkeys(
        ("retention.show", "retention.ask_hold", "retention.hold_back", "retention.release"),
        frozenset({"GA"}),
    ),
}


# How it is tried.


def address(app: Flask, endpoint: str, **values: object) -> str:
    """Return the address of a route."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    with app.test_request_context():
        built = rule.build(values)
    assert built is not None, f"{endpoint} wants {rule.arguments}"
    return built[1]


def token_of(client: FlaskClient) -> str:
    """Return the token that the pages of a browser put in their forms."""
    found = _TOKEN.search(client.get("/privacy").text)
    assert found
    return found[1]


def sent(client: FlaskClient, at: str, form: Form | None, token: str) -> TestResponse:
    """Fetch a page or, with a *form*, post it there; what the next page would say is said now."""
    answer = client.get(at) if form is None else client.post(at, data=_filled(form, token))
    if answer.location:
        client.get("/privacy")
    return answer


def _filled(form: Form, token: str) -> dict[str, object]:
    """Return what a browser posts: True stands for a photograph chosen in that control."""
    typed = {name: value for name, value in form.items() if value is not True}
    files = {name: (io.BytesIO(photograph()), "a.jpg") for name in form.keys() - typed.keys()}
    return {**typed, **files, "csrf_token": token}


def said(response: TestResponse) -> tuple[int, str]:
    """Return status and words of an answer, without what it repeats of the request."""
    text = response.get_data().decode(errors="replace")
    return response.status_code, _OF_THE_REQUEST.sub("", text)


# Routes of the door and of one's own account, and the posts of who looks after the office: each is
# tried with its pages; that nobody else gets there is walked in test_places.
OF_EVERYBODY = frozenset(
    {
        *("health.salute", "about.accessibilita", "about.privacy"),
        *("entering.ask", "entering.enter_office", "entering.leave", "entering.roles"),
        *("entering.take_role", "entering.discard", "notices.read", "calendars.feed"),
    }
)
PARTS_OF_EVERYBODY = frozenset(
    {
        "guide",
        "keyboard",
        "statics",
        "joining",
        "recovering",
        "outside",
        "second_factor",
        "profile",
        "calendars",
    }
)
# Pages about a kind, a queue or a print run, walked each in its own way.
IN_THEIR_OWN_WAY = frozenset(
    {
        *("following.begin", "fascicoli.begin", "own.begin", "draft_files.bring"),
        *("fascicoli.take_step", "fascicoli.note", "fascicoli.open_new", "sittings.paper"),
        *("filing.export", "searches.save", "searches.forget", "queues.show", "queues.look"),
        *("queues.confirm", "printing.ask", "printing.show", "printing.copies"),
        *("companies.show", "fascicoli.by_code"),
    }
)
