"""
Who may knock at each address: one rule for each route, asked before its page begins.

A rule looks at the role alone, and never at the thing: who may not have one of its kind anywhere
is told so whether or not it exists. That it is of their territory, or theirs, its page asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from flask import Flask

from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor, may
from web.access import ANDAMENTO, AZIENDE, CURATORI, FASCICOLO, RISORSE, SCARTO, TOTALI, UTENTI
from web.acts.owning import RETRIEVING, WITH_OWN


class Upon(Enum):
    """What an address is about: where the row of the matrix that guards it is found."""

    NOTHING = "nothing"
    DOCUMENT = "the kind of the document that the address names"
    KIND = "the kind that the address names"
    ANY_KIND = "any kind"
    FASCICOLO = "the fascicolo of a person"


@dataclass(frozen=True)
class Door:
    """
    Who may knock at an address; whether the thing behind it is theirs, its page asks.

    Args:
        logged_in: Whether one must have entered.
        in_role: Whether one must have chosen a role too.
        ruoli: The roles that may, None for all of them.
        azioni: One of these must be among what the matrix grants the role, somewhere.
        upon: On what.
        access: The row of the matrix, when the address does not say which.
    """

    logged_in: bool = True
    in_role: bool = True
    ruoli: frozenset[str] | None = None
    azioni: str = ""
    upon: Upon = Upon.NOTHING
    access: Mapping[str, str] | None = None

    def opens_to(self, actor: Actor, asked: Mapping[str, object]) -> bool:
        """Return whether *actor* may knock; *asked* is what the address names."""
        if self.ruoli is not None and actor.ruolo not in self.ruoli:
            return False
        return not self.azioni or any(
            may(actor, azione, row, None, own=True)
            for row in self._rows(asked)
            for azione in self.azioni
        )

    def _rows(self, asked: Mapping[str, object]) -> Iterable[Mapping[str, str]]:
        if self.access is not None:
            return [self.access]
        kinds = all_kinds().values()
        match self.upon:
            case Upon.FASCICOLO:
                return [FASCICOLO]
            case Upon.DOCUMENT:
                sigla = number.sigla if isinstance(number := asked.get("number"), Number) else ""
                return [kind.access for kind in kinds if kind.sigla == sigla]
            case Upon.KIND:
                return [kind.access] if isinstance(kind := asked.get("kind"), Kind) else []
        return [kind.access for kind in kinds]


ANYBODY = Door(logged_in=False, in_role=False)
NO_ROLE_YET = Door(in_role=False)
ANY_ROLE = Door()


def _only(ruoli: Iterable[str]) -> Door:
    return Door(ruoli=frozenset(ruoli))


def _document(azioni: str, ruoli: frozenset[str] | None = None) -> Door:
    return Door(ruoli=ruoli, azioni=azioni, upon=Upon.DOCUMENT)


def _fascicolo(azioni: str, ruoli: frozenset[str] | None = None) -> Door:
    return Door(ruoli=ruoli, azioni=azioni, upon=Upon.FASCICOLO)


def _companies(azioni: str) -> Door:
    return Door(azioni=azioni, access=AZIENDE)


_KIND = Door(azioni="C", upon=Upon.KIND)
_SEEING = Door(azioni="V", upon=Upon.ANY_KIND)
_PRINTING = Door(azioni="PFM", upon=Upon.ANY_KIND)
_KEEPERS = _only(ruolo for ruolo, cell in FASCICOLO.items() if cell == "V")
_SITTINGS = Door(azioni="V", access=all_kinds()["presa_in_carico"].access)

# A whole part of the pages, by the name of its blueprint.
PARTS: Mapping[str, Door] = {
    "statics": ANYBODY,
    "joining": ANYBODY,
    "recovering": ANYBODY,
    "profile": NO_ROLE_YET,
    "outside": ANYBODY,
    "lasting": ANY_ROLE,
    "notices": ANY_ROLE,
    "keyboard": ANY_ROLE,
    "guide": ANY_ROLE,
    # A queue is of a role: its view finds none for the others.
    "queues": ANY_ROLE,
    "progress": Door(azioni="V", access=ANDAMENTO),
    "budget": _only(RISORSE),
    "companies": _fascicolo("V"),
    "totals": _only(TOTALI),
    # A draft is of who began it, or of who may change what it is to become: its place asks.
    "steps": ANY_ROLE,
    "conflicts": ANY_ROLE,
    "review": ANY_ROLE,
    "draft_files": ANY_ROLE,
    "searches": _SEEING,
    "printing": _PRINTING,
    "calendars": ANY_ROLE,
    "sittings": _SITTINGS,
    "registry": _KEEPERS,
    "administration": _only(CURATORI),
    "users": _only(UTENTI),
    "retention": _only(SCARTO),
    "templates": _only({"ADM"}),
}
# A route whose rule is not that of its part.
ROUTES: Mapping[str, Door] = {
    "about.accessibilita": ANYBODY,
    "about.privacy": ANYBODY,
    "health.salute": ANYBODY,
    "health.stato": _only(CURATORI),
    "health.verify": _only(CURATORI),
    "entering.ask": ANYBODY,
    "entering.enter_office": ANYBODY,
    "entering.leave": ANYBODY,
    "entering.roles": NO_ROLE_YET,
    "entering.take_role": NO_ROLE_YET,
    "entering.resume": ANY_ROLE,
    "entering.discard": ANY_ROLE,
    "second_factor.ask": ANYBODY,
    "second_factor.give": ANYBODY,
    "second_factor.show": NO_ROLE_YET,
    "second_factor.set_up": NO_ROLE_YET,
    "second_factor.give_up": NO_ROLE_YET,
    "second_factor.recovery": NO_ROLE_YET,
    "calendars.feed": ANYBODY,
    "desk.show": ANY_ROLE,
    "own.show": _only(WITH_OWN),
    "own.begin": _KIND,
    "progress.behind": _fascicolo("V"),
    "fascicoli.find": _fascicolo("V"),
    "fascicoli.by_code": _fascicolo("V"),
    "fascicoli.show": _fascicolo("V"),
    "fascicoli.ask": _fascicolo("C"),
    "fascicoli.open_new": _fascicolo("C"),
    "fascicoli.take_step": _fascicolo("V"),
    "fascicoli.note": _fascicolo("V"),
    "fascicoli.begin": _KIND,
    "documents.find": _SEEING,
    "documents.show": _document("V"),
    "documents.registered": _document("V"),
    "documents.docx": _document("V"),
    "documents.pdf": _document("V"),
    "documents.print_again": _document("PFM"),
    "documents.sign": _document("FM"),
    "corrections.correct": _document("C"),
    "corrections.addendum": _document("V"),
    "following.begin": _document("V"),
    "filing.ask_retrieval": _fascicolo("V", RETRIEVING),
    "filing.retrieve": _fascicolo("V", RETRIEVING),
    "filing.export": _SEEING,
    "filing.ask_annulment": _document("M"),
    "filing.annul_document": _document("M"),
    "keeping.ask_copy": _document("V"),
    "keeping.attach": _document("V"),
    "keeping.copy": _document("V"),
    "keeping.ask_protocol": _document("V", RETRIEVING),
    "keeping.protocol": _document("V", RETRIEVING),
    "keeping.ask_rest": _document("V", RETRIEVING),
    "keeping.rest": _document("V", RETRIEVING),
    "keeping.metadata": _document("V", RETRIEVING),
    "access_log.find": _only(CURATORI),
    "access_log.of_fascicolo": _fascicolo("V", RETRIEVING),
    "company_accesses.find": _companies("V"),
    "company_accesses.show": _companies("V"),
    "company_accesses.paper": _companies("C"),
    "company_accesses.ask": _companies("C"),
    "company_accesses.invite": _companies("C"),
    "company_accesses.confirm": _companies("C"),
    "company_accesses.refuse": _companies("C"),
}


class RouteWithoutRule(Exception):
    """A route of the pages is in no rule: nobody said who may knock there."""


def door_of(endpoint: str) -> Door:
    """
    Return the rule of a route.

    Raises:
        RouteWithoutRule: it has none.
    """
    part = endpoint.rpartition(".")[0]
    found = ROUTES.get(endpoint) or PARTS.get(part)
    if found is None:
        raise RouteWithoutRule(f"{endpoint}: say in web/doors.py who may knock there")
    return found


def require_rules(app: Flask) -> None:
    """
    Go on only if every route has a rule.

    Raises:
        RouteWithoutRule: one has none.
    """
    for rule in app.url_map.iter_rules():
        door_of(rule.endpoint)
