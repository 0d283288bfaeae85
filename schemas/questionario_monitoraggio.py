"""Questionario di monitoraggio: how a placement goes, in itinere, and how it went, finale."""

from schemas.fields import (
    Blocco,
    Data,
    Giudizio,
    Importo,
    Intero,
    Modulo,
    Nome,
    NumeroFascicolo,
    OneOf,
    Percento,
    Riferimento,
    Scelta,
    Scelte,
    Tabella,
    Testo,
    TestoBreve,
)
from schemas.kinds.kind import Carried, Computed, Kind
from schemas.parts.azienda import Azienda
from schemas.parts.correttivo import Correttivo
from schemas.parts.obiettivo import ObiettivoRilevato
from schemas.parts.persona import Persona
from schemas.parts.prima_rilevazione import PrimaRilevazione
from schemas.parts.stage_convenuto import StageConvenuto
from schemas.rules import monitoraggio, questionario
from schemas.rules.case import Case
from schemas.rules.life import FIRMATI
from schemas.rules.monitoraggio import FINALE, IN_ITINERE, SODDISFAZIONE, VALUTAZIONI
from schemas.rules.territorio import territorio_of

TIPO = {IN_ITINERE: "In itinere", FINALE: "Finale"}
MODALITA = {
    "visita_in_azienda": "Visita in azienda",
    "colloquio": "Colloquio",
    "telefono": "Telefono",
}
PRESENTI = {
    "lavoratore": "Lavoratore",
    "tutor_aziendale": "Tutor aziendale",
    "datore": "Datore di lavoro",
    "altro": "Altri",
}
ESITO = {"concluso": "Concluso", "interrotto": "Interrotto"}
PROSPETTIVA = {
    "assunzione_indeterminato": "Assunzione a tempo indeterminato",
    "assunzione_determinato": "Assunzione a tempo determinato",
    "proroga": "Proroga",
    "nessuna": "Nessuna",
    "altro": "Altro",
}
AL_FINALE = OneOf("tipo", FINALE)
SE_INTERROTTO = OneOf("esito_percorso", "interrotto")


class QuestionarioMonitoraggio(Modulo):
    """What the Assistente fills at each visit; the last step is of the final one alone."""

    tipo = Scelta("Tipo di questionario", TIPO, required=True, example=FINALE)
    fascicolo = NumeroFascicolo("Fascicolo", required=True, example="F-2011-00011")
    inserimento = Riferimento(
        "Inserimento",
        "convenzione_stage",
        stati=FIRMATI,
        required=True,
        hint="Il numero della convenzione di stage firmata.",
        example="CS-2011-T2-00011",
    )
    progressivo = Intero(
        "Numero progressivo", 1, 99, required=True, hint="1 per la prima rilevazione.", example=5
    )
    assistente = Nome(
        "Assistente",
        required=True,
        hint="Incaricato dal Gruppo di Coordinamento Provinciale.",
        example="Rigon Paola",
    )
    data_rilevazione = Data("Data della rilevazione", required=True, example="2011-11-29")
    periodo_dal = Data("Periodo osservato, dal", required=True, example="2011-10-01")
    periodo_al = Data("Periodo osservato, al", required=True, example="2011-11-29")
    modalita = Scelta(
        "Modalità", MODALITA, required=True, hint="La rilevazione finale non si fa per telefono."
    )
    presenti = Scelte("Presenti", PRESENTI, required=True)

    ore_previste = Intero("Ore previste nel periodo", 0, 2000, required=True, example=132)
    ore_svolte = Intero("Ore svolte", 0, 2000, required=True, example=126)
    giorni_assenza = Intero("Giorni di assenza", 0, 200, required=True, example=1)
    assenze_motivo = TestoBreve(
        "Motivo delle assenze",
        hint="Serve oltre i cinque giorni: solo il genere, mai una diagnosi.",
    )
    attivita_svolte = Testo(
        "Attività svolte",
        shortest=20,
        required=True,
        hint="Che cosa ha fatto la persona, in almeno 20 caratteri.",
    )

    val_puntualita = Giudizio(VALUTAZIONI["val_puntualita"], required=True, example=4)
    val_mansioni = Giudizio(VALUTAZIONI["val_mansioni"], required=True, example=4)
    val_relazioni = Giudizio(VALUTAZIONI["val_relazioni"], required=True, example=4)
    val_autonomia = Giudizio(VALUTAZIONI["val_autonomia"], required=True, example=4)
    val_formazione = Giudizio(VALUTAZIONI["val_formazione"], required=True, example=4)
    val_tutor = Giudizio(VALUTAZIONI["val_tutor"], required=True, example=4)
    soddisfazione_lavoratore = Giudizio(
        SODDISFAZIONE["soddisfazione_lavoratore"], required=True, example=4
    )
    soddisfazione_azienda = Giudizio(
        SODDISFAZIONE["soddisfazione_azienda"], required=True, example=4
    )

    obiettivi = Tabella(
        "Obiettivi",
        ObiettivoRilevato,
        least=1,
        most=6,
        row_label="Obiettivo",
        required=True,
        hint="Quelli concordati all'inizio dello stage.",
        example=[{"obiettivo": "Usare il gestionale di magazzino", "stato": "raggiunto"}],
    )
    problematiche = Testo(
        "Problematiche sorte",
        shortest=10,
        hint="Serve quando un giudizio è insufficiente o mediocre.",
    )
    correttivi = Tabella(
        "Correttivi proposti",
        Correttivo,
        most=10,
        row_label="Correttivo",
        hint="Almeno uno quando un giudizio è insufficiente o mediocre.",
        example=[
            {
                "destinatario": "azienda",
                "descrizione": "Affiancamento di un collega per due settimane",
                "entro_il": "2011-12-20",
            }
        ],
    )
    prossima_visita = Data("Prossima visita", required=True, when=OneOf("tipo", IN_ITINERE))

    esito_percorso = Scelta(
        "Esito del percorso", ESITO, required=True, when=AL_FINALE, refused_unasked=True
    )
    data_interruzione = Data("Data di interruzione", required=True, when=SE_INTERROTTO)
    motivo_interruzione = Testo(
        "Motivo dell'interruzione", shortest=10, required=True, when=SE_INTERROTTO
    )
    prospettiva = Scelta(
        "Prospettiva", PROSPETTIVA, required=True, when=AL_FINALE, refused_unasked=True
    )
    competenze_acquisite = Testo(
        "Competenze acquisite",
        shortest=20,
        required=True,
        when=AL_FINALE,
        refused_unasked=True,
        hint="In almeno 20 caratteri.",
    )
    giudizio_complessivo = Giudizio(
        "Giudizio complessivo", required=True, when=AL_FINALE, refused_unasked=True
    )
    note = Testo("Note")


class Calcolati(Modulo):
    """What follows from the answers."""

    media_valutazioni = Importo("Media delle sei valutazioni")
    percentuale_presenza = Percento("Presenza, in percentuale delle ore previste")
    prima = Blocco("Prima rilevazione", PrimaRilevazione)


def compute(case: Case) -> Computed:
    """
    Work out mean and attendance, what the first questionnaire said, territory and reasons.

    On file a document's ``tipo`` is its kind: ``questionario`` says there whether it is final.
    """
    return Computed(
        values={
            "questionario": case.text("tipo"),
            "media_valutazioni": monitoraggio.media_valutazioni(case),
            "percentuale_presenza": monitoraggio.percentuale_presenza(case),
            "prima": _prima(case),
            "territorio": territorio_of(case, "inserimento"),
        },
        reasons=monitoraggio.reasons(case),
    )


def _prima(case: Case) -> dict[str, object] | None:
    first = monitoraggio.prima_rilevazione(case)
    if first is None:
        return None
    known = {name: first[name] for name in PrimaRilevazione.campi() if name in first}
    return dict(PrimaRilevazione().load(known))


KIND = Kind(
    sigla="QM",
    title="Questionario di monitoraggio",
    schema=QuestionarioMonitoraggio,
    date_field="data_rilevazione",
    rules=questionario.RULES,
    access={
        "OCPI": "V terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "V",
        "GA": "V",
        "TUT": "V own",
        "ASS": "CMF own",
    },
    signed_by=("ASS",),
    needs=("convenzione_stage",),
    index={
        "cognome": "persona.cognome",
        "nome": "persona.nome",
        "codice_fiscale": "persona.codice_fiscale",
        "azienda": "azienda.ragione_sociale",
        "partita_iva": "azienda.partita_iva",
    },
    carries={
        "persona": Carried("La persona", Persona, source="inserimento", path="persona"),
        "azienda": Carried("L'azienda", Azienda, source="inserimento", path="azienda"),
        "stage": Carried("Lo stage", StageConvenuto, source="inserimento"),
    },
    compute=compute,
    computed=Calcolati,
    propose=monitoraggio.propose,
)
