"""Segnalazione di profilo: what a company is told of a person, and what it answers."""

from collections.abc import Mapping
from datetime import date

from schemas.fields import (
    Data,
    Dichiarazione,
    Email,
    Modulo,
    Nome,
    NumeroFascicolo,
    OneOf,
    PartitaIva,
    Riferimento,
    Scelta,
    Testo,
    TestoBreve,
)
from schemas.kinds.kind import Computed, Kind, Seguito
from schemas.rules import segnalazione
from schemas.rules.case import Case
from schemas.rules.fascicolo import patto_of
from schemas.rules.persona import iniziali
from schemas.rules.segnalazione import IN_ATTESA
from schemas.rules.territorio import territorio_of

STRUMENTO = {
    "stage": "Stage",
    "tempo_determinato": "Contratto a tempo determinato",
    "ricollocazione": "Ricollocazione",
}
CANALE = {
    "email": "Posta elettronica",
    "fax": "Fax",
    "posta": "Posta",
    "consegna": "Consegna a mano",
    "portale": "Portale informatico",
}
ESITO = {
    IN_ATTESA: "In attesa di risposta",
    "colloquio": "Colloquio",
    "accettata": "Accettata",
    "rifiutata": "Rifiutata",
    "nessuna_risposta": "Nessuna risposta",
}
MOTIVO = {
    "profilo_non_adatto": "Profilo non adatto",
    "posto_coperto": "Posto già coperto",
    "distanza": "Distanza",
    "rinuncia_persona": "Rinuncia della persona",
    "altro": "Altro",
}


class SegnalazioneAzienda(Modulo):
    """What the operator sends, over the steps of the form; the company's answer comes last."""

    fascicolo = NumeroFascicolo("Fascicolo", required=True, example="F-2011-00011")
    pai = Riferimento(
        "PAI",
        "pai",
        required=True,
        hint="Il numero del Piano di Azione Individuale firmato.",
        example="PI-2011-T2-00011",
    )
    fabbisogno = Riferimento(
        "Fabbisogno dell'azienda",
        "fabbisogno_aziendale",
        any_fascicolo=True,
        hint="Il numero, se l'azienda ne ha presentato uno.",
        example="FA-2011-T2-00001",
    )
    azienda_ragione_sociale = TestoBreve(
        "Azienda", required=True, example="Logistica Berica S.r.l."
    )
    azienda_partita_iva = PartitaIva(
        "Partita IVA", required=True, hint="Le 11 cifre.", example="03987650243"
    )
    azienda_referente = Nome(
        "Referente", required=True, hint="Cognome e nome.", example="Fontana Daniela"
    )
    azienda_email = Email(
        "Posta elettronica",
        required_when=OneOf("canale", "email"),
        hint="Serve quando si invia per posta elettronica.",
        example="amministrazione@logistica-berica.example.it",
    )

    profilo = TestoBreve("Profilo professionale", required=True, example="Addetta al magazzino")
    sintesi = Testo(
        "Sintesi per l'azienda",
        shortest=30,
        required=True,
        hint=(
            "Esperienze e abilità, in almeno 30 caratteri. L'azienda la legge: mai nome, recapiti, "
            "codice fiscale, famiglia, salute, stato di disoccupazione, mobilità o indennità."
        ),
        example="Esperienza pluriennale in magazzino, precisione, patentino per il muletto.",
    )
    strumento_proposto = Scelta("Strumento proposto", STRUMENTO, required=True)
    disponibile_dal = Data("Disponibile dal", required=True, example="2011-05-02")

    data_invio = Data("Data di invio", required=True, example="2011-04-20")
    canale = Scelta("Inviata per", CANALE, required=True)
    contatto_autorizzato = Dichiarazione(
        "La persona è informata dell'invio del suo profilo all'azienda",
        required=True,
        example=True,
    )
    note = Testo(
        "Note interne",
        restricted=True,
        hint="Per l'ufficio: non si stampano e l'azienda non le vede.",
    )

    esito = Scelta("Esito", ESITO, required=True)
    data_esito = Data(
        "Data dell'esito",
        required=True,
        when=OneOf("esito", *(each for each in ESITO if each != IN_ATTESA)),
    )
    motivo_rifiuto = Scelta("Motivo", MOTIVO, required=True, when=OneOf("esito", "rifiutata"))


class Calcolati(Modulo):
    """How the letter names the person, and until when the company may answer (P-3)."""

    iniziali = TestoBreve("Iniziali")
    fascia_eta = TestoBreve("Fascia di età")
    comune = TestoBreve("Comune")
    cpi = TestoBreve("Centro per l'Impiego")
    recapiti = TestoBreve("Recapiti del Centro per l'Impiego")
    risposta_entro = Data("Risposta entro il")


def compute(case: Case) -> Computed:
    """Work out how the person is named, whose office writes, the term for the answer."""
    return Computed(
        values={
            **_persona(segnalazione.persona_of(case), case.on),
            **_office(case),
            "risposta_entro": segnalazione.risposta_entro(case),
            "territorio": territorio_of(case, "pai"),
        }
    )


def _office(case: Case) -> dict[str, object]:
    """Return the Centro per l'Impiego that writes, and where it is answered, when it is known."""
    patto = patto_of(case.contesto, case.text("fascicolo"))
    cpi = patto.text("cpi") if patto else None
    chiave = f"cpi.recapiti.{cpi}"
    known = chiave in case.parameters and case.parameters.text(chiave)
    return {"cpi": cpi, "recapiti": known or None}


def _persona(persona: Mapping[str, object], on: date | None) -> dict[str, object]:
    """Return all that a company is told of who the person is."""
    birth, comune = persona.get("data_nascita"), persona.get("domicilio_comune")
    names = (str(persona.get(name) or "") for name in ("cognome", "nome"))
    return {
        "iniziali": iniziali(*names) or None,
        "fascia_eta": segnalazione.fascia_eta(birth, on)
        if isinstance(birth, date) and on
        else None,
        "comune": comune,
    }


# The company's users see this document: it takes no snapshot of the person and is not indexed
# under their name or code. The office finds it in the fascicolo, by number and by company.
KIND = Kind(
    sigla="SG",
    title="Segnalazione di profilo all'azienda",
    schema=SegnalazioneAzienda,
    date_field="data_invio",
    rules=segnalazione.RULES,
    access={
        "OCPI": "CMVP terr",
        "RCPI": "VF terr",
        "GLT": "V terr",
        "GCP": "V",
        "GA": "V",
        "AZ": "V own",
        "ESP": "C own",
    },
    signed_by=("RCPI",),
    needs=("pai",),
    index={
        "azienda": "azienda_ragione_sociale",
        "partita_iva": "azienda_partita_iva",
        "cpi": "cpi",
        "comune": "comune",
    },
    compute=compute,
    computed=Calcolati,
    propose=segnalazione.propose,
    unprinted=("fascicolo", "pai"),
    seguiti={
        "esito": Seguito(
            title="Esito",
            words="Registra l'esito",
            fields=("esito", "data_esito", "motivo_rifiuto"),
            ruoli=("AZ", "OCPI"),
            initial={"esito": IN_ATTESA},
            again=True,
        )
    },
)
