"""Verifica finale: what was reached, what follows the placement, how the fascicolo closes."""

from schemas.fields import (
    Data,
    Given,
    Modulo,
    NumeroFascicolo,
    OneOf,
    Riferimento,
    Scelta,
    SiNo,
    Tabella,
    Testo,
)
from schemas.kinds.kind import Carried, Computed, Kind, Seguito
from schemas.parts.azienda import Azienda
from schemas.parts.nominativo import Nominativo
from schemas.parts.obiettivo import ObiettivoVerificato
from schemas.parts.rilevazione_finale import RilevazioneFinale
from schemas.parts.stage_convenuto import StageConvenuto
from schemas.rules import verifica
from schemas.rules.case import Case
from schemas.rules.life import FIRMATI, STATI_FASCICOLO
from schemas.rules.territorio import territorio_of
from schemas.rules.verifica import ASSUNTO, CONTINUA, NON_CONTINUA

CONTRATTO = {
    "tempo_indeterminato": "Tempo indeterminato",
    "tempo_determinato": "Tempo determinato",
    "apprendistato": "Apprendistato",
    "collaborazione": "Collaborazione",
    "altro": "Altro",
}
PROPOSTA = {
    "nuova_segnalazione": "Nuova segnalazione ad aziende",
    "formazione_cfp": "Formazione presso il CFP",
    "altro_servizio": "Altro servizio",
    "nessuna": "Nessuna",
}
PROVA = {
    "comunicazione_obbligatoria": "Comunicazione obbligatoria",
    "contratto": "Contratto di lavoro",
    "dichiarazione_azienda": "Dichiarazione dell'azienda",
}
SE_ASSUNTO = OneOf("esito", *ASSUNTO)
SE_CONTINUA = OneOf("esito", *CONTINUA)
SE_NON_CONTINUA = OneOf("esito", *NON_CONTINUA)


class VerificaInserimento(Modulo):
    """What the Assistente checks with tutor and person; the approval of the GCP comes last."""

    fascicolo = NumeroFascicolo("Fascicolo", required=True, example="F-2011-00011")
    inserimento = Riferimento(
        "Inserimento",
        "convenzione_stage",
        stati=FIRMATI,
        required=True,
        hint="Il numero della convenzione di stage.",
        example="CS-2011-T2-00011",
    )
    questionario_finale = Riferimento(
        "Questionario finale",
        "questionario_monitoraggio",
        stati=("archiviato",),
        required=True,
        hint="Il numero del questionario di tipo finale, già archiviato.",
        example="QM-2011-T2-00005",
    )
    data_verifica = Data("Data della verifica", required=True, example="2011-12-05")

    obiettivi = Tabella(
        "Obiettivi",
        ObiettivoVerificato,
        least=1,
        most=6,
        row_label="Obiettivo",
        required=True,
        hint="Tutti quelli del colloquio iniziale, e solo quelli.",
        example=[
            {
                "obiettivo": "Usare il gestionale di magazzino",
                "raggiunto": "si",
                "evidenza": "Prova pratica del 31/07/2011",
            }
        ],
    )

    esito = Scelta("Esito", verifica.ESITI, required=True)
    tipo_contratto = Scelta(
        "Nuovo contratto",
        CONTRATTO,
        required=True,
        when=SE_ASSUNTO,
        hint="A tempo indeterminato se, e solo se, il rapporto è stabilizzato.",
    )
    data_nuovo_rapporto = Data(
        "Decorrenza",
        required=True,
        when=SE_CONTINUA,
        hint="Non prima della fine dello stage.",
        example="2011-12-01",
    )
    data_fine_contratto = Data(
        "Fine",
        when=OneOf("esito", "trasformato", "prorogato"),
        hint="Serve per il tempo determinato e per la proroga dello stage.",
        example="2012-05-31",
    )
    modalita = Testo("Modalità di stabilizzazione o trasformazione", required=True, when=SE_ASSUNTO)
    verifica_documentale = Scelta(
        "Verifica effettiva tramite",
        PROVA,
        required=True,
        when=SE_ASSUNTO,
        hint="Il documento da cui risulta il nuovo rapporto.",
    )
    motivo = Testo(
        "Motivo",
        shortest=10,
        required=True,
        when=SE_NON_CONTINUA,
        hint="Perché il rapporto non continua, in almeno 10 caratteri.",
    )
    proposta_successiva = Scelta(
        "Proposta successiva", PROPOSTA, required=True, when=SE_NON_CONTINUA
    )
    note = Testo("Note")

    approvazione_gcp = SiNo("Approvata dal Gruppo di Coordinamento Provinciale")
    data_approvazione = Data(
        "Data", required=True, when=Given("approvazione_gcp"), example="2011-12-12"
    )


class Calcolati(Modulo):
    """How the fascicolo closes."""

    chiusura = Scelta(
        "Chiusura del fascicolo",
        {stato: STATI_FASCICOLO[stato] for stato in (verifica.INSERITO, verifica.NON_INSERITO)},
    )
    occupato_a_fine = SiNo("Occupato alla fine del percorso")


def compute(case: Case) -> Computed:
    """Work out how the fascicolo closes and why, and the territory."""
    return Computed(
        values={
            "chiusura": verifica.chiusura(case),
            "occupato_a_fine": verifica.occupato_a_fine(case),
            "territorio": territorio_of(case, "inserimento"),
        },
        reasons=verifica.reasons(case),
    )


KIND = Kind(
    sigla="VI",
    title="Verifica finale dell'inserimento",
    schema=VerificaInserimento,
    date_field="data_verifica",
    rules=verifica.RULES,
    access={
        "OCPI": "V terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "VA",
        "GA": "V",
        "AZ": "F own",
        "TUT": "F own",
        "ASS": "CMF own",
    },
    signed_by=("ASS", "TUT", "destinatario"),
    needs=("questionario_monitoraggio",),
    index={
        "cognome": "persona.cognome",
        "nome": "persona.nome",
        "codice_fiscale": "persona.codice_fiscale",
        "azienda": "azienda.ragione_sociale",
        "partita_iva": "azienda.partita_iva",
    },
    carries={
        "persona": Carried("La persona", Nominativo, source="inserimento", path="persona"),
        "azienda": Carried("L'azienda", Azienda, source="inserimento", path="azienda"),
        "stage": Carried("Lo stage", StageConvenuto, source="inserimento"),
        "rilevazione": Carried(
            "Il questionario finale", RilevazioneFinale, source="questionario_finale"
        ),
    },
    compute=compute,
    computed=Calcolati,
    propose=verifica.propose,
    seguiti={
        "approvazione": Seguito(
            title="Approvazione del GCP",
            words="Registra l'approvazione del GCP",
            fields=("approvazione_gcp", "data_approvazione"),
            ruoli=("GCP",),
            four_eyes=True,
        )
    },
)
