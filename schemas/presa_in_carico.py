"""Presa in carico: the GLT takes a person in charge, hands them over, the GCP validates."""

from schemas.fields import (
    Data,
    Given,
    Importo,
    Intero,
    Modulo,
    Nome,
    NumeroFascicolo,
    OneOf,
    Riferimento,
    Scelta,
    Scelte,
    SiNo,
    Tabella,
    Testo,
    TestoBreve,
)
from schemas.kinds.kind import Carried, Computed, Kind, Seguito
from schemas.parts.componente import Componente
from schemas.parts.nominativo import Nominativo
from schemas.parts.pai_firmato import PaiFirmato
from schemas.parts.patto_firmato import PattoFirmato
from schemas.parts.provenienza import PROVENIENZA
from schemas.rules import presa_in_carico, territorio, trasferimento
from schemas.rules.case import Case
from schemas.rules.destinatario import DESCRIZIONI
from schemas.rules.presa_in_carico import PARTI, PRESO
from schemas.rules.trasferimento import VALIDATO

MESI_MAX = 24
ESITO_PRESA = {
    PRESO: "Persona presa in carico",
    "non_preso": "Persona non presa in carico",
    "rinviato": "Decisione rinviata",
}
ESITO_GCP = {
    VALIDATO: "Percorso validato",
    "rinviato": "Rinviato al Gruppo di Lavoro Territoriale",
    "non_ammesso": "Non ammesso",
}
TRASFERITO = Given("data_trasferimento")
VERIFICATO = Given("data_validazione")
MEMBRI = [
    {"ruolo": ruolo, "nome": nome, "presente": True}
    for ruolo, nome in zip(
        PARTI,
        ("Pretto Giovanni", "Ferrari Silvia", "Munari Ugo", "Gasparin Rita"),
        strict=True,
    )
]


class PresaInCarico(Modulo):
    """What the secretary of the GLT writes down, then what the GLT and the GCP add."""

    fascicolo = NumeroFascicolo("Fascicolo", required=True, example="F-2011-00011")
    territorio = Scelta(
        "Territorio", territorio.TERRITORI, required=True, hint="Quello del GLT.", example="T2"
    )
    data_presa = Data("Data della seduta", required=True, example="2011-02-24")
    segnalante = Scelta(
        "Provenienza", PROVENIENZA, required=True, hint="Da chi la persona è giunta al progetto."
    )
    componenti = Tabella(
        "Componenti del Gruppo di Lavoro Territoriale",
        Componente,
        least=4,
        most=4,
        row_label="Componente",
        required=True,
        hint="Uno per parte. Servono almeno tre presenti, tra i quali quello del CPI.",
        example=MEMBRI,
    )
    bisogni = Testo(
        "Bisogni rilevati",
        shortest=20,
        required=True,
        hint="Perché la persona chiede aiuto e di che cosa ha bisogno, in almeno 20 caratteri.",
    )
    esito_presa = Scelta("Esito", ESITO_PRESA, required=True)
    motivo_presa = Testo(
        "Motivo",
        required=True,
        when=OneOf("esito_presa", *(each for each in ESITO_PRESA if each != PRESO)),
    )

    data_trasferimento = Data(
        "Data del trasferimento",
        required_when=Given("patto"),
        hint="Non prima della data del PAI.",
        example="2011-04-04",
    )
    patto = Riferimento(
        "Patto di Servizio",
        "patto_di_servizio",
        required_when=TRASFERITO,
        hint="Il numero del Patto firmato dalla persona.",
        example="PS-2011-T2-00011",
    )
    pai = Riferimento(
        "PAI",
        "pai",
        required_when=TRASFERITO,
        hint="Il numero del Piano di Azione Individuale firmato.",
        example="PI-2011-T2-00011",
    )
    requisiti_confermati = SiNo(
        "Il GLT conferma i requisiti",
        required_when=TRASFERITO,
        hint="Senza conferma la persona non si trasferisce.",
        example=True,
    )
    categoria_verificata = Scelta(
        "Categoria di destinatario",
        DESCRIZIONI,
        required_when=TRASFERITO,
        hint="Quella del Patto.",
        example="C4",
    )
    mesi_borsa = Intero(
        "Mesi di borsa previsti",
        0,
        MESI_MAX,
        required_when=TRASFERITO,
        hint="0 se il PAI non prevede la borsa di stage.",
        example=6,
    )
    importo_borsa = Importo(
        "Spesa prevista per la borsa",
        required_when=OneOf("mesi_borsa", *range(1, MESI_MAX + 1)),
        hint="I mesi per l'importo mensile del PAI.",
        example="2400.00",
    )
    importo_incentivo = Importo("Spesa prevista per l'incentivo all'azienda")
    ore_formazione = Intero("Ore di formazione presso il CFP", 0, 1200)

    data_validazione = Data(
        "Data della validazione",
        required_when=Given("esito_gcp"),
        hint="Non prima del trasferimento.",
        example="2011-04-11",
    )
    requisiti_gcp = SiNo("Requisiti corrispondenti", required_when=VERIFICATO, example=True)
    risorse_gcp = SiNo("Risorse disponibili", required_when=VERIFICATO, example=True)
    esito_gcp = Scelta(
        "Esito",
        ESITO_GCP,
        required_when=VERIFICATO,
        hint="Si valida solo se requisiti e risorse ci sono.",
    )
    motivo_gcp = Testo(
        "Motivo",
        shortest=10,
        required=True,
        when=OneOf("esito_gcp", *(each for each in ESITO_GCP if each != VALIDATO)),
        hint="Che cosa manca e che cosa si chiede, in almeno 10 caratteri.",
    )
    assistente_incaricato = Nome(
        "Assistente incaricato",
        when=OneOf("esito_gcp", VALIDATO),
        hint="Serve quando il PAI prevede un inserimento. Non può sedere nel GLT.",
        example="Rigon Paola",
    )


class Calcolati(Modulo):
    """What the transfer proves: the category among the nine, and on which facts."""

    cpi = TestoBreve("Centro per l'Impiego")
    categorie = Scelte("Categoria verificata", DESCRIZIONI)
    evidenza = Testo("Elementi che dimostrano la categoria")


def compute(case: Case) -> Computed:
    """Work out the office, the category with what proves it, the reasons of the latest part."""
    fascicolo = case.contesto.fascicolo(case.text("fascicolo"))
    categoria = case.text("categoria_verificata")
    return Computed(
        values={
            "cpi": fascicolo.text("cpi") if fascicolo else None,
            "categorie": [categoria] if categoria else None,
            "evidenza": trasferimento.evidenza(case) or None,
        },
        reasons=trasferimento.reasons(case) or presa_in_carico.reasons(case),
    )


KIND = Kind(
    sigla="PC",
    title="Presa in carico",
    schema=PresaInCarico,
    date_field="data_presa",
    rules=(*presa_in_carico.RULES, *trasferimento.RULES),
    access={
        "OCPI": "CMV terr",
        "RCPI": "VF terr",
        "GLT": "CMAF terr",
        "GCP": "VAF",
        "GA": "V",
    },
    signed_by=("GLT",),
    index={
        "cognome": "persona.cognome",
        "nome": "persona.nome",
        "codice_fiscale": "persona.codice_fiscale",
        "cpi": "cpi",
    },
    carries={
        "persona": Carried("La persona", Nominativo, source="fascicolo", path="persona"),
        "patto_firmato": Carried("Il Patto di Servizio", PattoFirmato, source="patto"),
        "pai_firmato": Carried("Il PAI", PaiFirmato, source="pai"),
    },
    compute=compute,
    computed=Calcolati,
    propose=trasferimento.propose,
    seguiti={
        "trasferimento": Seguito(
            title="Trasferimento al GCP",
            words="Trasferisci al GCP",
            fields=trasferimento.TRASFERIMENTO,
            ruoli=("GLT",),
            again=True,
            in_turn=True,
            se=OneOf("esito_presa", PRESO),
        ),
        "validazione": Seguito(
            title="Verifica del GCP",
            words="Registra la verifica del GCP",
            fields=trasferimento.VALIDAZIONE,
            ruoli=("GCP",),
            after="trasferimento",
            again=True,
            in_turn=True,
            four_eyes=True,
        ),
    },
)
