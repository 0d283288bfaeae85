"""PAI: the personal plan of actions. Exists only on top of a signed Patto di Servizio."""

from schemas.fields import (
    Data,
    Dichiarazione,
    Importo,
    Modulo,
    Nome,
    NumeroFascicolo,
    OneOf,
    Riferimento,
    Scelta,
    SiNo,
    Tabella,
    Testo,
    TestoBreve,
)
from schemas.kinds.kind import Carried, Computed, Kind
from schemas.parts.azione import Azione
from schemas.parts.obiettivo import Obiettivo
from schemas.parts.patto_firmato import PattoFirmato
from schemas.parts.persona import Persona
from schemas.rules import pai
from schemas.rules.case import Case
from schemas.rules.territorio import territorio_of

REDATTORE = {
    "operatore_cpi": "Operatore del Centro per l'Impiego",
    "operatore_cfp": "Operatore del CFP",
    "esperto": "Esperto",
    "consulente": "Consulente",
}


class Pai(Modulo):
    """What the operator writes with the person, over the steps of the form."""

    fascicolo = NumeroFascicolo("Fascicolo", required=True, example="F-2011-00011")
    patto = Riferimento(
        "Patto di Servizio",
        "patto_di_servizio",
        required=True,
        hint="Il numero del Patto firmato dalla persona.",
        example="PS-2011-T2-00011",
    )
    data_colloquio = Data("Data del colloquio", required=True, example="2011-03-14")
    data_redazione = Data("Data di redazione", required=True, example="2011-03-21")
    operatore = Nome("Operatore", required=True, hint="Cognome e nome di chi redige il Piano.")
    redattore_tipo = Scelta("Redatto da", REDATTORE, required=True)

    competenze_possedute = Testo(
        "Competenze possedute",
        shortest=20,
        required=True,
        hint="Esperienze di lavoro, titoli, abilità, in almeno 20 caratteri.",
    )
    competenze_da_sviluppare = Testo(
        "Competenze da sviluppare",
        shortest=20,
        required=True,
        hint="Che cosa serve imparare per l'obiettivo, in almeno 20 caratteri.",
    )
    vincoli = Testo("Vincoli", hint="Di orario, di mobilità, di famiglia.")

    percorso = Scelta(
        "Percorso",
        pai.PERCORSI,
        required=True,
        hint="Inserimento solo e sempre per la categoria C1; ricollocazione solo per la C8.",
        example="reinserimento",
    )
    obiettivo_professionale = TestoBreve(
        "Obiettivo professionale", required=True, hint="Una frase, con parole della persona."
    )
    obiettivi = Tabella(
        "Obiettivi specifici",
        Obiettivo,
        least=1,
        most=6,
        row_label="Obiettivo",
        required=True,
        example=[
            {
                "descrizione": "Usare il gestionale di magazzino",
                "indicatore": "Prova pratica superata",
                "scadenza": "2011-06-30",
            }
        ],
    )

    azioni = Tabella(
        "Azioni previste",
        Azione,
        least=1,
        most=20,
        row_label="Azione",
        required=True,
        example=[
            {
                "tipo": "orientamento",
                "descrizione": "Colloqui di orientamento",
                "soggetto": "cpi",
                "responsabile": "Zanella Marta",
                "data_inizio": "2011-03-28",
                "data_fine": "2011-04-30",
                "ore": 6,
            }
        ],
    )

    strumento = Scelta("Strumento", pai.STRUMENTI, required=True)
    formazione_esterna = SiNo(
        "Formazione esterna presso il CFP",
        required=True,
        hint="Sì se, e solo se, tra le azioni c'è una formazione presso il CFP.",
        example=False,
    )
    formazione_esterna_motivo = Testo(
        "Motivo della formazione esterna",
        shortest=10,
        required=True,
        when=OneOf("formazione_esterna", True),
    )
    borsa_prevista = SiNo(
        "Borsa di stage", required=True, hint="Solo con lo strumento «Stage».", example=False
    )
    borsa_importo_mensile = Importo(
        "Importo mensile della borsa",
        positive=True,
        required=True,
        when=OneOf("borsa_prevista", True),
    )
    accompagnamento_gruppo = SiNo("Accompagnamento di gruppo", required=True, example=False)
    gruppo_riferimento = TestoBreve(
        "Altri fascicoli del gruppo",
        required=True,
        when=OneOf("accompagnamento_gruppo", True),
        hint="I numeri dei fascicoli, separati da una virgola.",
        example="F-2011-00012, F-2011-00013",
    )
    data_verifica_intermedia = Data("Verifica intermedia", example="2011-06-30")
    data_verifica_finale = Data(
        "Verifica finale",
        required=True,
        hint="Non prima della fine dell'ultima azione.",
        example="2011-12-31",
    )

    condivisione = Dichiarazione(
        "La persona ha contribuito a definire il Piano, lo conosce e lo condivide",
        required=True,
        example=True,
    )
    note = Testo("Note")


def compute(case: Case) -> Computed:
    """Work out the hours of all the actions, the territory, and the reasons of the choices."""
    return Computed(
        values={
            "totale_ore": pai.totale_ore(case),
            "territorio": territorio_of(case, "patto"),
        },
        reasons=pai.reasons(case),
    )


KIND = Kind(
    sigla="PI",
    title="Piano di Azione Individuale",
    schema=Pai,
    date_field="data_redazione",
    rules=pai.RULES,
    access={
        "OCPI": "CMVP terr",
        "RCPI": "VF terr",
        "GLT": "V terr",
        "GCP": "VA",
        "GA": "VP",
        "ASS": "V own",
        "ESP": "CMV own",
        "CFP": "V own",
    },
    signed_by=("destinatario", "OCPI"),
    needs=("patto_di_servizio",),
    index={
        "cognome": "persona.cognome",
        "nome": "persona.nome",
        "codice_fiscale": "persona.codice_fiscale",
        "cpi": "patto_firmato.cpi",
        "comune": "persona.domicilio_comune",
        "categoria": "patto_firmato.categoria_principale",
    },
    carries={
        "persona": Carried("La persona", Persona, source="patto", path="persona"),
        "patto_firmato": Carried("Il Patto di Servizio", PattoFirmato, source="patto"),
    },
    compute=compute,
    copies=2,
)
