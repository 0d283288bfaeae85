"""A person's path, walked by the papers of the acceptance cases, each on its day."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from forms.builder.build import as_typed
from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from schemas.rules.permissions import Actor
from storage.archive import Document, Fascicolo
from web.acts.beginning import start_seguito
from web.acts.drafting import save_step
from web.acts.filing import archive_document, record_protocol
from web.acts.issuing import issue
from web.acts.office import Office
from web.acts.opening import open_fascicolo
from web.acts.registering import register_draft
from web.acts.signing import record_signature

CASES = Path(__file__).parents[2] / "cases"
OPERATORE = Actor("zanella", "Zanella Marta", "OCPI", "T2", "Schio-Thiene")
RESPONSABILE = Actor("pretto", "Pretto Giovanni", "RCPI", "T2", "Schio-Thiene")
GLT = Actor("cogo", "Cogo Silvia", "GLT", "T2")
GCP = Actor("frison", "Frison Renato", "GCP")
ASSISTENTE = Actor("rigon", "Rigon Paola", "ASS")
AMMINISTRATIVO = Actor("todescan", "Todescan Anna", "GA")
AZIENDA = Actor("fontana", "Fontana Daniela", "AZ", azienda="03987650243")
GIULIA = {
    "cognome": "Dal Santo",
    "nome": "Giulia",
    "codice_fiscale": "DLSGLI75D58I531V",
    "cpi": "Schio-Thiene",
}


def case(kind: str, name: str) -> dict[str, object]:
    """Return the answers of an acceptance case."""
    cases = json.loads((CASES / f"{kind}.json").read_text(encoding="utf-8"))["casi"]
    return next(dict(one["dati"]) for one in cases if one["id"] == name)


@dataclass
class Walk:
    """One person on their way, and the office in which it happens."""

    office: Office
    numero: str = ""

    @property
    def fascicolo(self) -> Fascicolo:
        """Return the fascicolo as it is now."""
        return self.office.archive.fascicolo(self.numero)

    @property
    def stato(self) -> str:
        """Return where the fascicolo stands."""
        return self.fascicolo.stato

    def at(self, day: str) -> Office:
        """Return the office on that day."""
        return replace(self.office, today=date.fromisoformat(day))

    def opens(self, day: str) -> None:
        """Open Giulia's fascicolo at the CPI."""
        opening = open_fascicolo(GIULIA, office=self.at(day), by=OPERATORE)
        assert opening.fascicolo, opening.problems
        self.numero = opening.fascicolo.numero

    def paper(
        self, kind: str, answers: Mapping[str, object], day: str, by: Actor = OPERATORE
    ) -> Number:
        """Register a paper of the fascicolo."""
        given = {**answers, "fascicolo": self.numero}
        issued = issue(all_kinds()[kind], given, office=self.at(day), by=by)
        assert issued.document, issued.problems
        return issued.document.number

    def signed(
        self, kind: str, answers: Mapping[str, object], day: str, by: Actor = OPERATORE
    ) -> Number:
        """Register a paper of the fascicolo and record its signature, on one day."""
        number = self.paper(kind, answers, day, by)
        self.sign(number, day, by)
        return number

    def sign(self, number: Number, day: str, by: Actor = OPERATORE) -> None:
        """Record that the parties signed."""
        acted = record_signature(number, date.fromisoformat(day), office=self.at(day), by=by)
        assert not acted.problems, acted.problems

    def follows(
        self, number: Number, seguito: str, answers: Mapping[str, object], day: str, by: Actor
    ) -> Document:
        """Record a part of a document that comes after its signature."""
        office = self.at(day)
        draft = start_seguito(office.archive.document(number), seguito, office=office, by=by)
        kind = draft.kind
        fields = kind.seguiti[seguito].fields
        given = {name: value for name, value in answers.items() if name in fields}
        typed = as_typed(kind, kind.schema(partial=True).load(given))
        answers = {name: typed[name] for name in given if name in typed}
        draft = save_step(draft, answers, tuple(given), office=office, by=by)
        registered = register_draft(draft.key, draft.version, office=office, by=by)
        assert registered.number, registered.examined
        return office.archive.document(registered.number)

    def filed(self, number: Number, day: str, by: Actor = AMMINISTRATIVO) -> None:
        """Protocol and archive a signed paper."""
        record_protocol(number, "", None, office=self.at(day), by=by)
        archive_document(number, office=self.at(day), by=by)

    # The stretches of the path.

    def to_presa_in_carico(self) -> Number:
        """Open the fascicolo, and let the GLT take the person in charge."""
        self.opens("2011-02-17")
        presa = case("presa_in_carico", "PC-V01")
        return self.signed("presa_in_carico", presa, "2011-02-24", GLT)

    def to_pai(self) -> tuple[Number, Number, Number]:
        """Go on to the signed PAI; return presa in carico, Patto and PAI."""
        presa = self.to_presa_in_carico()
        patto = self.signed("patto_di_servizio", case("patto_di_servizio", "PS-V01"), "2011-03-07")
        answers = case("pai", "PI-V01") | {"patto": str(patto)}
        return presa, patto, self.signed("pai", answers, "2011-03-21")

    def to_gcp(self) -> tuple[Number, Number]:
        """Go on to the transfer; return presa in carico and PAI."""
        presa, patto, pai = self.to_pai()
        transfer = case("presa_in_carico", "PC-V02") | {"patto": str(patto), "pai": str(pai)}
        transfer["importo_borsa"] = "2700.00"
        self.follows(presa, "trasferimento", transfer, "2011-04-04", GLT)
        return presa, pai

    def decides(self, presa: Number, esito: str, day: str = "2011-04-11") -> None:
        """Record what the GCP decides."""
        validated = esito == "validato"
        answers = case("presa_in_carico", "PC-V03") | {"esito_gcp": esito, "data_validazione": day}
        if not validated:
            answers["motivo_gcp"] = "Mancano le risorse del capitolo."
            answers["risorse_gcp"] = False
            del answers["assistente_incaricato"]
        self.follows(presa, "validazione", answers, day, GCP)

    def to_validato(self) -> Number:
        """Go on to the validated path; return the PAI."""
        presa, pai = self.to_gcp()
        self.decides(presa, "validato")
        return pai

    def signals(self, pai: Number, day: str = "2011-04-20", **changes: object) -> Number:
        """Signal the person to a company."""
        answers = case("segnalazione_azienda", "SG-V01") | {"pai": str(pai), "data_invio": day}
        return self.signed("segnalazione_azienda", answers | changes, day)

    def answered(self, number: Number, esito: str, day: str = "2011-04-29") -> None:
        """Record what the company answers."""
        answers = {"esito": esito, "data_esito": day}
        if esito == "rifiutata":
            answers["motivo_rifiuto"] = "posto_coperto"
        self.follows(number, "esito", answers, day, OPERATORE)

    def to_abbinato(self) -> Number:
        """Go on to a company that accepts; return the PAI."""
        pai = self.to_validato()
        self.answered(self.signals(pai), "accettata")
        return pai

    def to_inserimento(self) -> Number:
        """Go on to the start of the placement; return the convention."""
        pai = self.to_abbinato()
        answers = case("convenzione_stage", "CS-V01") | {"pai": str(pai)}
        stage = self.signed("convenzione_stage", answers, "2011-05-23")
        answers = case("colloquio_iniziale", "CO-V01") | {"inserimento": str(stage)}
        self.signed("colloquio_iniziale", answers, "2011-05-30", ASSISTENTE)
        return stage

    def to_verifica(self) -> tuple[Number, Number]:
        """Go on to the final questionnaire in the archive; return convention and questionnaire."""
        stage = self.to_inserimento()
        answers = case("questionario_monitoraggio", "QM-V03")
        answers |= {"inserimento": str(stage), "progressivo": 1}
        final = self.signed("questionario_monitoraggio", answers, "2011-11-29", ASSISTENTE)
        self.filed(final, "2011-11-30")
        return stage, final

    def to_chiuso(self, name: str = "VI-V01") -> Number:
        """Go on to the end; return the verifica."""
        stage, final = self.to_verifica()
        answers = case("verifica_inserimento", name)
        answers |= {"inserimento": str(stage), "questionario_finale": str(final)}
        number = self.signed("verifica_inserimento", answers, "2011-12-05", ASSISTENTE)
        approval = {"approvazione_gcp": True, "data_approvazione": "2011-12-12"}
        self.follows(number, "approvazione", approval, "2011-12-12", GCP)
        return number
