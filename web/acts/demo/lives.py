"""The paths of the demonstration, each act on its day, as far as the day of the office comes."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from forms.builder.build import as_typed
from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from schemas.rules.territorio import CPI
from web.acts.advancing import Step, advance
from web.acts.beginning import new_part, start_draft
from web.acts.demo import papers
from web.acts.demo.companies import Company, company_of
from web.acts.demo.papers import Plan
from web.acts.demo.people import WORKING_DATE, Story, patto_of, persona_of
from web.acts.filing import archive_document, record_protocol
from web.acts.following import record_seguito
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.opening import open_fascicolo
from web.acts.signing import record_signature

SPORTELLI = {"T1": "Marostica", "T2": "Schio", "T3": "Chiampo", "T4": "Dueville"}
# What befalls some of those who come, by their place in the line; the others go on until today.
REFUSED, SENT_BACK, NOT_ADMITTED = {9}, {24, 31}, {22}
SUSPENDED, GONE, LAPSED, BROKEN = {19, 37}, {17}, {15}, {13}
REJECTED = {26}
UNSIGNED = {
    41: "presa_in_carico",
    38: "patto_di_servizio",
    36: "pai",
    30: "segnalazione_azienda",
    28: "convenzione_stage",
    27: "colloquio_iniziale",
    3: "verifica_inserimento",
}
BEGUN = {42: "presa_in_carico", 39: "patto_di_servizio", 37: "pai", 29: "convenzione_stage"}
NOT_STABLE = {2}
TO_CHECK, TO_APPROVE = {7}, {4}
# How far the company's request goes, by place in the line.
REQUESTS = {
    0: "liquidazione",
    1: "liquidazione",
    5: "integrazione",
    6: "respinta",
    7: "decisione",
    8: "integrata",
    10: "istruttoria",
    11: "presentata",
    12: "presentata",
}


class DemonstrationFault(RuntimeError):
    """The demonstration asks for something that the office's own rules refuse."""


@dataclass
class Life:
    """One person, the people of the office who follow them, and the office of the day."""

    story: Story
    staff: Mapping[tuple[str, str], Actor]
    office: Office
    numero: str = ""

    @property
    def plan(self) -> Plan:
        """Return the days of their path."""
        return Plan(self.story)

    @property
    def territorio(self) -> str:
        """Return the territory of their CPI."""
        return CPI[self.story.cpi]

    @property
    def company(self) -> Company:
        """Return the company that takes them."""
        return company_of(self.story.cpi)

    def who(self, ruolo: str) -> Actor:
        """Return who holds a role for them."""
        if ruolo == "AZ":
            company = self.company
            known = self.staff[ruolo, ""]
            own = company.partita_iva == known.azienda
            named = Actor(f"az.{company.partita_iva}", company.rappresentante, ruolo)
            return known if own else replace(named, azienda=company.partita_iva)
        return self.staff.get((ruolo, self.territorio)) or self.staff[ruolo, ""]

    def paper(self, kind: str, answers: Mapping[str, object], ruolo: str) -> Number:
        """Register a paper of theirs."""
        named = all_kinds()[kind]
        given = {**answers}
        if "fascicolo" in named.schema.campi():
            given["fascicolo"] = self.numero
        issued = issue(named, given, office=self.office, by=self.who(ruolo))
        if issued.document is None:
            raise DemonstrationFault(f"{self.story.position} {kind}: {issued.problems}")
        self.numero = self.numero or issued.document.fascicolo
        return issued.document.number

    def signed(self, kind: str, answers: Mapping[str, object], ruolo: str) -> Number | None:
        """Register a paper and its signature; None for the one that nobody signed yet."""
        number = self.paper(kind, answers, ruolo)
        if UNSIGNED.get(self.story.position) == kind:
            return None
        acted = record_signature(number, self.office.on, office=self.office, by=self.who(ruolo))
        if acted.problems:
            raise DemonstrationFault(f"{number}: {acted.problems}")
        return number

    def follows(
        self, number: Number, seguito: str, answers: Mapping[str, object], ruolo: str
    ) -> None:
        """Record a part of a paper that comes after its signature."""
        by = self.who(ruolo)
        draft = new_part(self.office.archive.document(number), seguito, office=self.office, by=by)
        typed = as_typed(draft.kind, draft.kind.schema(partial=True).load(answers))
        draft = replace(draft, answers={**draft.answers, **typed})
        examined, document = record_seguito(draft, office=self.office, by=by)
        if document is None:
            raise DemonstrationFault(f"{number} {seguito}: {examined.problems}")

    def files(self, number: Number, *, to_rest: bool = True) -> None:
        """Protocol a paper, and archive it unless that is still to be done."""
        by = self.who("GA")
        record_protocol(number, "", None, office=self.office, by=by)
        if to_rest:
            archive_document(number, office=self.office, by=by)

    def steps(self, a: str, motivo: str, sentita: date | None = None) -> None:
        """Take a step that no paper takes."""
        by = self.who("RCPI" if a == "decaduto" else "OCPI")
        step = Step(a, self.office.on, motivo, sentita)
        if problems := advance(self.numero, step, office=self.office, by=by).problems:
            raise DemonstrationFault(f"{self.numero}: {problems}")

    def leaves_unfinished(self, kind: str, ruolo: str) -> bool:
        """Begin the paper that this person is waited for with, and tell whether they are."""
        if BEGUN.get(self.story.position) != kind:
            return False
        fascicolo = self.office.archive.fascicolo(self.numero)
        start_draft(all_kinds()[kind], {}, fascicolo, office=self.office, by=self.who(ruolo))
        return True


def live(life: Life) -> Iterator[date]:
    """Live one path: yield each day on which something is to be done, then do it."""
    yield life.story.on
    _come(life)
    validated = yield from _to_the_gcp(life)
    if validated is None:
        return
    matched = yield from _to_a_company(life, validated)
    if matched:
        yield from _in_the_company(life, validated)


def _come(life: Life) -> None:
    story = life.story
    if story.position % 4 == 1:
        desk = SPORTELLI[life.territorio]
        answers = papers.scheda(life.plan, desk, life.who("COM").nome)
        life.paper("scheda_primo_accesso", answers, "COM")
        return
    persona = persona_of(story)
    names = ("cognome", "nome", "codice_fiscale")
    answers = {**{name: persona[name] for name in names}, "cpi": story.cpi}
    opening = open_fascicolo(answers, office=life.office, by=life.who("OCPI"))
    if opening.fascicolo is None:
        raise DemonstrationFault(str(opening.problems))
    life.numero = opening.fascicolo.numero


def _to_the_gcp(life: Life) -> Generator[date, None, Number | None]:
    """Go on to the validation; return the PAI, or None when the path ends or stops before."""
    plan, place = life.plan, life.story.position
    yield plan.day(3)
    if life.leaves_unfinished("presa_in_carico", "GLT"):
        return None
    refused = {"esito_presa": "non_preso", "motivo_presa": "È già seguita da un altro progetto."}
    answers = papers.presa(
        plan, life.office.on, life.territorio, **(refused if place in REFUSED else {})
    )
    presa = life.signed("presa_in_carico", answers, "GLT")
    if presa is None or place in REFUSED:
        return None

    yield plan.day(7)
    if life.leaves_unfinished("patto_di_servizio", "OCPI"):
        return None
    operatore = life.who("OCPI").nome
    answers = patto_of(life.story, life.office.on, operatore)
    patto = life.signed("patto_di_servizio", answers, "OCPI")
    if patto is None:
        return None

    yield plan.day(14)
    if life.leaves_unfinished("pai", "OCPI"):
        if place in SUSPENDED:
            life.steps("sospeso", "Convalescenza dopo un ricovero.")
        return None
    answers = papers.pai(plan, life.office.on, str(patto), operatore, life.company)
    pai = life.signed("pai", answers, "OCPI")
    if pai is None:
        return None

    yield plan.day(20)
    answers = papers.trasferimento(plan, life.office.on, str(patto), str(pai))
    life.follows(presa, "trasferimento", answers, "GLT")
    yield plan.day(27)
    esito = "rinviato" if place in SENT_BACK else "validato"
    esito = "non_ammesso" if place in NOT_ADMITTED else esito
    life.follows(presa, "validazione", papers.validazione(life.office.on, esito), "GCP")
    return pai if esito == "validato" else None


def _to_a_company(life: Life, pai: Number) -> Generator[date, None, bool]:
    """Go on to a company that accepts; return whether one does."""
    plan, place = life.plan, life.story.position
    yield plan.day(38)
    answers = papers.segnalazione(plan, life.office.on, str(pai), life.company)
    sent = life.signed("segnalazione_azienda", answers, "OCPI")
    if sent is None:
        return False
    yield plan.day(48)
    refuses = place in REJECTED
    said = {"esito": "rifiutata" if refuses else "accettata", "data_esito": f"{life.office.on}"}
    if refuses:
        said["motivo_rifiuto"] = "posto_coperto"
    life.follows(sent, "esito", said, "OCPI")
    return not refuses


def _in_the_company(life: Life, pai: Number) -> Iterator[date]:
    plan, place = life.plan, life.story.position
    yield plan.day(55)
    if life.leaves_unfinished("convenzione_stage", "OCPI"):
        return
    operatore, company = life.who("OCPI").nome, life.company
    answers = papers.convenzione(plan, life.office.on, str(pai), operatore, company)
    stage = life.signed("convenzione_stage", answers, "OCPI")
    if stage is None:
        return
    yield plan.day(60)
    answers = papers.colloquio(plan, life.office.on, str(stage), company)
    first = life.signed("colloquio_iniziale", answers, "ASS")
    if first is None:
        return
    yield plan.stage(1)
    if place % 5:
        life.follows(first, "presenza", {"presenza_confermata": True}, "ASS")
    yield from _accompanied(life, stage)


def _accompanied(life: Life, stage: Number) -> Iterator[date]:
    plan, place = life.plan, life.story.position
    yield plan.stage(32)
    answers = papers.questionario(plan, life.office.on, str(stage), 1, plan.inizio)
    first = life.signed("questionario_monitoraggio", answers, "ASS")
    yield plan.stage(40)
    life.follows(stage, "borse", papers.mensilita(plan, 1), "GA")
    if first:
        life.files(first, to_rest=place % 2 == 1)
    for places, a, why in (
        (SUSPENDED, "sospeso", "Infortunio: l'azienda sospende lo stage."),
        (GONE, "ritirato", "Ha trovato un lavoro da sé."),
        (LAPSED, "decaduto", "Tre assenze consecutive senza giustificazione."),
        (BROKEN, "validato", "L'azienda ha chiuso il reparto."),
    ):
        if place in places:
            life.steps(a, why, life.office.on - timedelta(days=5))
            return
    yield plan.stage(70)
    if place % 3 == 0 and plan.fine > WORKING_DATE:
        return  # A questionnaire that the assistant is late with.
    dal = plan.stage(32)
    answers = papers.questionario(plan, life.office.on, str(stage), 2, dal)
    life.signed("questionario_monitoraggio", answers, "ASS")
    yield plan.fine - timedelta(days=1)
    answers = papers.finale(plan, life.office.on, str(stage), 3, plan.stage(70))
    final = life.signed("questionario_monitoraggio", answers, "ASS")
    yield plan.fine + timedelta(days=2)
    life.follows(stage, "borse", papers.mensilita(plan, 4), "GA")
    if final:
        life.files(final)
        yield from _checked(life, stage, final)


def _checked(life: Life, stage: Number, final: Number) -> Iterator[date]:
    plan, place = life.plan, life.story.position
    if place in TO_CHECK:
        return
    yield plan.fine + timedelta(days=8)
    esito = "interrotto" if place in NOT_STABLE else ("trasformato", "stabilizzato")[place % 2]
    answers = papers.verifica(plan, life.office.on, str(stage), str(final), esito)
    check = life.signed("verifica_inserimento", answers, "ASS")
    yield plan.fine + timedelta(days=18)
    if check and place not in TO_APPROVE:
        said = {"approvazione_gcp": True, "data_approvazione": f"{life.office.on}"}
        life.follows(check, "approvazione", said, "GCP")


def ask(life: Life) -> Iterator[date]:
    """Live the request of the company that hires the person, as far as it goes."""
    plan, goes = life.plan, REQUESTS[life.story.position]
    yield plan.stage(85)
    life.numero = _numero_of(life)
    answers = papers.richiesta(plan, life.office.on, life.numero, life.company)
    number = life.signed("richiesta_incentivo", answers, "AZ")
    if number is None or goes == "presentata":
        return
    yield plan.stage(90)
    life.follows(number, "istruttoria", _examined(life), "GA")
    if goes == "istruttoria":
        return
    yield plan.stage(96)
    life.follows(number, "decisione", _decided(life, goes), "GCP")
    if goes == "integrata":
        yield plan.stage(99)
        said = {"data_integrazione": f"{life.office.on}", "integrazione": "Si allega la visura."}
        life.follows(number, "integrazione", said, "AZ")
    if goes == "liquidazione":
        yield plan.fine + timedelta(days=30)
        life.follows(number, "liquidazione", _paid(life, number), "GA")


def _numero_of(life: Life) -> str:
    code = str(persona_of(life.story)["codice_fiscale"])
    return life.office.archive.fascicoli(codice_fiscale=code)[-1].numero


def _examined(life: Life) -> Mapping[str, object]:
    return {
        "istruttore": life.who("GA").nome,
        "data_istruttoria": f"{life.office.on}",
        "relazione": "Verificati requisiti, costi e aiuti: si propone di ammettere.",
    }


def _decided(life: Life, goes: str) -> Mapping[str, object]:
    on = {"data_esito": f"{life.office.on}"}
    if goes in ("integrazione", "integrata"):
        why = "Manca la visura camerale aggiornata."
        return {**on, "esito": "integrazione_richiesta", "motivazione": why}
    if goes == "respinta":
        why = "La mansione non corrisponde a quella del percorso validato."
        return {**on, "esito": "respinta", "motivazione": why}
    amount = papers.richiesta(life.plan, life.office.on, "", life.company)["importo_richiesto"]
    return {**on, "esito": "ammessa", "importo_concesso": amount}


def _paid(life: Life, number: Number) -> Mapping[str, object]:
    granted = life.office.archive.document(number).answers["importo_concesso"]
    return {
        "data_pagamento": f"{life.office.on}",
        "importo_liquidato": granted,
        "durc_data": f"{life.office.on - timedelta(days=20)}",
        "contratto_in_essere": True,
    }
