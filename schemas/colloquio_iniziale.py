"""Colloquio iniziale: Assistente and company tutor set out how a placement will go."""

from schemas.fields import (
    Data,
    Modulo,
    Nome,
    NumeroFascicolo,
    Riferimento,
    SiNo,
    Tabella,
    Testo,
    TestoBreve,
)
from schemas.kinds.kind import Carried, Computed, Kind, Seguito
from schemas.parts.azienda import Azienda
from schemas.parts.nominativo import Nominativo
from schemas.parts.obiettivo import ObiettivoConcordato
from schemas.parts.stage_convenuto import StageDaAvviare
from schemas.parts.visita import Visita
from schemas.rules import colloquio
from schemas.rules.case import Case
from schemas.rules.life import FIRMATI
from schemas.rules.territorio import territorio_of


class ColloquioIniziale(Modulo):
    """What the Assistente writes down with the company tutor, over the steps of the form."""

    fascicolo = NumeroFascicolo("Fascicolo", required=True, example="F-2011-00011")
    inserimento = Riferimento(
        "Inserimento",
        "convenzione_stage",
        stati=FIRMATI,
        required=True,
        hint="Il numero della convenzione di stage firmata.",
        example="CS-2011-T2-00011",
    )
    data_colloquio = Data(
        "Data del colloquio",
        required=True,
        hint="Dalla firma della convenzione ai primi giorni dello stage.",
        example="2011-05-30",
    )
    luogo = TestoBreve("Luogo", required=True, example="Sede dell'azienda")
    assistente = Nome(
        "Assistente",
        required=True,
        hint="Incaricato dal Gruppo di Coordinamento Provinciale.",
        example="Rigon Paola",
    )
    tutor_aziendale = Nome(
        "Tutor aziendale",
        required=True,
        hint="Quello indicato nella convenzione.",
        example="Costa Andrea",
    )
    lavoratore_presente = SiNo("Il lavoratore è presente", required=True, example=True)

    obiettivi = Tabella(
        "Obiettivi da raggiungere",
        ObiettivoConcordato,
        least=1,
        most=6,
        row_label="Obiettivo",
        required=True,
        hint="Da uno a sei: sono quelli che i questionari seguono e la verifica finale controlla.",
        example=[
            {
                "descrizione": "Usare il gestionale di magazzino",
                "indicatore": "Prova pratica superata",
                "entro_il": "2011-07-31",
            }
        ],
    )
    mansioni = Testo(
        "Mansioni concordate",
        shortest=20,
        required=True,
        hint="Che cosa farà la persona, in almeno 20 caratteri.",
    )
    formazione_prevista = Testo(
        "Formazione interna prevista",
        shortest=20,
        required=True,
        hint="Chi la insegna, che cosa, per quante ore, in almeno 20 caratteri.",
    )

    orario_confermato = SiNo(
        "Orario confermato",
        required=True,
        hint="Sì, se resta quello della convenzione.",
        example=True,
    )
    piano_visite = Tabella(
        "Piano delle visite",
        Visita,
        least=1,
        most=12,
        row_label="Visita",
        required=True,
        hint="Da una a dodici, in ordine di data, nei giorni dello stage.",
        example=[{"data": "2011-07-04"}, {"data": "2011-08-04"}],
    )
    formazione_sicurezza = Data(
        "Informazione sulla sicurezza, in data",
        hint="Entro il primo giorno dello stage (D.Lgs. 81/2008).",
        example="2011-06-01",
    )
    note = Testo("Note")

    presenza_confermata = SiNo(
        "La persona è presente dal primo giorno",
        hint="Da questa risposta l'inserimento conta tra quelli avviati.",
    )


def compute(case: Case) -> Computed:
    """Work out the territory, and whether the day is within the time for the colloquio."""
    return Computed(
        values={"territorio": territorio_of(case, "inserimento")},
        reasons=colloquio.reasons(case),
    )


KIND = Kind(
    sigla="CO",
    title="Verbale di colloquio iniziale",
    schema=ColloquioIniziale,
    date_field="data_colloquio",
    rules=colloquio.RULES,
    access={
        "OCPI": "V terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "V",
        "GA": "V",
        "AZ": "V own",
        "TUT": "VF own",
        "ASS": "CMPF own",
    },
    signed_by=("ASS", "TUT", "destinatario"),
    needs=("convenzione_stage",),
    index={
        "cognome": "persona.cognome",
        "nome": "persona.nome",
        "codice_fiscale": "persona.codice_fiscale",
        "azienda": "azienda.ragione_sociale",
        "partita_iva": "azienda.partita_iva",
        "comune": "stage.sede_stage_comune",
    },
    carries={
        "persona": Carried("La persona", Nominativo, source="inserimento", path="persona"),
        "azienda": Carried("L'azienda", Azienda, source="inserimento", path="azienda"),
        "stage": Carried("Lo stage", StageDaAvviare, source="inserimento"),
    },
    compute=compute,
    propose=colloquio.propose,
    seguiti={
        "presenza": Seguito(
            title="Avvio dello stage",
            words="Registra l'avvio dello stage",
            fields=("presenza_confermata",),
            ruoli=("ASS", "OCPI"),
            again=True,
        )
    },
)
