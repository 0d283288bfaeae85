"""Scheda di primo accesso: the first contact, at the desk of a Comune or of a CPI."""

from schemas.fields import (
    CodiceFiscale,
    ComuneVicenza,
    Data,
    Dichiarazione,
    Email,
    Intero,
    Modulo,
    Nome,
    OneOf,
    Scelta,
    Scelte,
    SiNo,
    Telefono,
    Testo,
    TestoBreve,
)
from schemas.kinds.kind import Computed, Kind
from schemas.parts.titolo_studio import TITOLO_STUDIO
from schemas.rules import primo_accesso, territorio
from schemas.rules.case import Case
from schemas.rules.primo_accesso import INVIATO_CPI

MOTIVO = {
    "ricerca_lavoro": "Ricerca di lavoro",
    "informazioni": "Informazioni",
    "sostegno_economico": "Sostegno economico",
    "formazione": "Formazione",
    "altro": "Altro",
}
SITUAZIONE = {
    "disoccupato": "Disoccupato",
    "inoccupato": "Inoccupato (in cerca del primo lavoro)",
    "in_mobilita": "In mobilità",
    "cassa_integrazione": "In cassa integrazione",
    "inattivo": "Inattivo",
    "occupato": "Occupato",
}
ESITO = {
    "solo_informazione": "Solo informazione",
    INVIATO_CPI: "Inviato al Centro per l'Impiego",
    "inviato_servizi_sociali": "Inviato ai servizi sociali del Comune",
    "inviato_ulss": "Inviato all'Azienda ULSS",
}
CPI = {cpi: cpi for cpi in territorio.CPI}


class SchedaPrimoAccesso(Modulo):
    """What the operator of the desk writes down: few data, enough to call the person back."""

    comune = ComuneVicenza(
        "Comune dello sportello",
        required=True,
        hint="Un Comune che ha firmato l'accordo con la Provincia.",
        example="Schio",
    )
    operatore = Nome("Operatore dello sportello", required=True, hint="Cognome e nome.")
    data_accesso = Data("Data dell'accesso", required=True, example="2011-03-01")
    cognome = Nome("Cognome", required=True, hint="Quello di nascita.", example="Dal Santo")
    nome = Nome("Nome", required=True, example="Giulia")
    data_nascita = Data("Data di nascita", required=True, example="1975-04-18")
    codice_fiscale = CodiceFiscale(
        "Codice fiscale",
        required_when=OneOf("esito", INVIATO_CPI),
        hint="Serve per l'invio al Centro per l'Impiego: i 16 caratteri della tessera sanitaria.",
        example="DLSGLI75D58I531V",
    )
    comune_domicilio = ComuneVicenza("Comune di domicilio", required=True, example="Schio")
    telefono = Telefono("Telefono", required=True, example="0445 512345")
    email = Email("Posta elettronica")

    motivo_accesso = Scelte("Motivo", MOTIVO, required=True, example=["ricerca_lavoro"])
    situazione_dichiarata = Scelta(
        "Situazione", SITUAZIONE, required=True, hint="Come la persona la dice: non si verifica."
    )
    situazione_dal = Data("Dal", hint="Da quando, se la persona lo sa.", example="2010-02-01")
    titolo_studio = Scelta("Titolo di studio", TITOLO_STUDIO, required=True)
    figli_a_carico = Intero("Figli a carico", 0, 15)
    esperienze = Testo("Esperienze e competenze")
    iscritto_cpi = SiNo("Già iscritto a un Centro per l'Impiego", required=True)
    cpi_iscrizione = Scelta(
        "Quale Centro per l'Impiego", CPI, required=True, when=OneOf("iscritto_cpi", True)
    )

    esito = Scelta("Esito", ESITO, required=True)
    cpi_destinazione = Scelta(
        "Centro per l'Impiego di destinazione",
        CPI,
        required=True,
        when=OneOf("esito", INVIATO_CPI),
        hint="Di regola quello del Comune di domicilio.",
    )
    appuntamento = Data(
        "Appuntamento",
        when=OneOf("esito", *(each for each in ESITO if each != "solo_informazione")),
        hint="Se è già stato fissato.",
        example="2011-03-10",
    )
    presa_visione_privacy = Dichiarazione(
        "La persona ha preso visione dell'informativa sul trattamento dei dati "
        "(D.Lgs. 196/2003, art. 13)",
        required=True,
        example=True,
    )
    note = Testo("Note")


class Calcolati(Modulo):
    """What the slip of the appointment says besides the answers."""

    sede = TestoBreve("Sede dell'appuntamento")


def compute(case: Case) -> Computed:
    """Work out where the person is expected, the territory, and the CPI of their domicile."""
    return Computed(
        values={"sede": primo_accesso.sede(case), "territorio": primo_accesso.territorio_of(case)},
        reasons=primo_accesso.reasons(case),
    )


KIND = Kind(
    sigla="PA",
    title="Scheda di primo accesso",
    schema=SchedaPrimoAccesso,
    date_field="data_accesso",
    rules=primo_accesso.RULES,
    access={
        "OCPI": "CMVP terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "V",
        "GA": "V",
        "COM": "CMVP own",
    },
    signed_by=("destinatario",),
    index={
        "cognome": "cognome",
        "nome": "nome",
        "codice_fiscale": "codice_fiscale",
        "cpi": "cpi_destinazione",
        "comune": "comune",
    },
    compute=compute,
    computed=Calcolati,
)
