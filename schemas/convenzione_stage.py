"""Convenzione di stage: the act with the company, and the training project of one person."""

from schemas.fields import (
    Blocco,
    ComuneVicenza,
    Data,
    Dichiarazione,
    Iban,
    Importo,
    Intero,
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
from schemas.kinds.kind import Carried, Computed, Kind, Seguito
from schemas.parts.azienda import Azienda
from schemas.parts.mensilita import Mensilita
from schemas.parts.patto_firmato import PattoFirmato
from schemas.parts.persona import Persona
from schemas.rules import borse, convenzione, segnalazione
from schemas.rules.case import Case
from schemas.rules.life import FIRMATI
from schemas.rules.stage import (
    ORIENTAMENTO,
    in_words,
    is_minorenne,
    limite_tirocinanti,
    mesi_di,
    quota_provincia,
    ultima_data,
)
from schemas.rules.territorio import territorio_of

TIPO = {
    "inserimento_reinserimento": "Inserimento o reinserimento al lavoro",
    ORIENTAMENTO: "Formazione e orientamento",
}
CATEGORIA_DURATA = {
    "disoccupato": "Disoccupato, inoccupato o in mobilità",
    "svantaggiato_l381": "Persona svantaggiata (L. 381/1991, art. 4)",
    "disabile": "Persona con disabilità",
    "allievo_post_formazione": "Allievo di corsi professionali, post-diploma o post-laurea",
    "universitario": "Studente universitario",
}


class ConvenzioneStage(Modulo):
    """What the operator fills with the company and the person, over the steps of the form."""

    data_convenzione = Data("Data della convenzione", required=True, example="2011-05-23")
    convenzione_esistente = Riferimento(
        "Convenzione già in essere",
        "convenzione_stage",
        stati=FIRMATI,
        any_fascicolo=True,
        hint="Solo se l'azienda ne ha già una firmata: allora si stampa il solo progetto.",
        example="CS-2011-T2-00001",
    )
    azienda = Blocco("Dati dell'azienda", Azienda, required=True)
    tirocinanti_altri_promotori = Intero(
        "Tirocinanti ospitati con altri promotori",
        0,
        2000,
        required=True,
        hint="Quelli presenti nel periodo dello stage; 0 se non ce ne sono.",
        example=0,
    )

    fascicolo = NumeroFascicolo("Fascicolo", required=True, example="F-2011-00011")
    pai = Riferimento(
        "PAI",
        "pai",
        required=True,
        hint="Il numero del Piano di Azione Individuale firmato e validato.",
        example="PI-2011-T2-00011",
    )
    segnalazione = Riferimento(
        "Segnalazione",
        "segnalazione_azienda",
        hint="Il numero della segnalazione che l'azienda ha accettato.",
        example="SG-2011-T2-00001",
    )
    tipo_tirocinio = Scelta("Tipo di tirocinio", TIPO, required=True)
    categoria_durata = Scelta(
        "Categoria ai fini della durata",
        CATEGORIA_DURATA,
        required=True,
        hint="Svantaggio e disabilità solo se risultano dal Patto di Servizio.",
    )
    data_conseguimento_titolo = Data(
        "Conseguimento del titolo",
        required=True,
        when=OneOf("tipo_tirocinio", ORIENTAMENTO),
        hint="Il titolo di studio più recente.",
    )

    data_inizio = Data("Inizio dello stage", required=True, example="2011-06-01")
    data_fine = Data("Fine dello stage", required=True, example="2011-11-30")
    giorni_maternita = Intero(
        "Giorni di astensione obbligatoria per maternità",
        0,
        150,
        hint="Non contano nella durata massima.",
    )
    ore_settimanali = Intero("Ore settimanali", 1, 48, required=True, example=30)
    orario = TestoBreve("Articolazione dell'orario", required=True, example="lun-ven 8.00-14.00")
    sede_stage_indirizzo = TestoBreve("Sede dello stage: via e numero", required=True)
    sede_stage_comune = ComuneVicenza("Comune della sede", required=True, example="Arzignano")
    reparto = TestoBreve("Settore o reparto", required=True)

    mansione = TestoBreve("Attività e profilo", required=True)
    obiettivi_formativi = Testo(
        "Obiettivi e modalità",
        shortest=20,
        required=True,
        hint="Che cosa impara la persona, e come.",
    )
    facilitazioni = TestoBreve("Facilitazioni", hint="Mensa, trasporto.")
    tutor_promotore = Nome(
        "Tutor del soggetto promotore",
        required=True,
        hint="Cognome e nome.",
        example="Zanella Marta",
    )
    tutor_aziendale = Nome(
        "Tutor aziendale", required=True, hint="Cognome e nome.", example="Costa Andrea"
    )
    tutor_aziendale_ruolo = TestoBreve("Ruolo del tutor aziendale", required=True)
    assistente = Nome(
        "Assistente", hint="Incaricato dal Gruppo di Coordinamento Provinciale: serve all'avvio."
    )

    inail_posizione = TestoBreve(
        "Posizione INAIL", required=True, example="Gestione per conto dello Stato"
    )
    rc_compagnia = TestoBreve("Compagnia della responsabilità civile", required=True)
    rc_polizza = TestoBreve("Polizza di responsabilità civile n.", required=True)
    rc_dal = Data("Copertura dal", required=True, example="2011-01-01")
    rc_al = Data("Copertura al", required=True, example="2011-12-31")
    borsa_importo_mensile = Importo(
        "Borsa di stage mensile", required=True, hint="0 se non è prevista.", example="0.00"
    )
    borsa_quota_azienda = Importo("Quota a carico dell'azienda")
    iban_tirocinante = Iban(
        "IBAN del tirocinante",
        hint="Serve quando la Provincia paga la borsa o una sua parte.",
        example="IT46C0999911800000000123456",
    )
    data_comunicazione_obbligatoria = Data(
        "Comunicazione obbligatoria (UniLav)",
        hint="Entro il giorno prima dell'inizio.",
        example="2011-05-27",
    )
    invio_regione = Data("Copia alla Regione")
    invio_ispettorato = Data("Copia alla Direzione provinciale del lavoro")
    invio_rsa = Data("Copia alle RSA o alle OO.SS.")
    impegno_sicurezza = Dichiarazione(
        "L'azienda si impegna ad applicare al tirocinante le norme sulla sicurezza "
        "(D.Lgs. 81/2008)",
        required=True,
        example=True,
    )
    presa_visione_privacy = Dichiarazione(
        "La persona e l'azienda hanno preso visione dell'informativa sul trattamento dei dati "
        "(D.Lgs. 196/2003, art. 13)",
        required=True,
        example=True,
    )
    firmatario_provincia = Nome("Firma per la Provincia", required=True, hint="Cognome e nome.")
    note = Testo("Note")

    borse_pagate = Tabella(
        "Mensilità pagate",
        Mensilita,
        most=24,
        row_label="Mensilità",
        hint="Una riga per ogni mese pagato.",
    )


class Calcolati(Modulo):
    """What follows from the answers: the limits of the law, and what the act prints of them."""

    limite_tirocinanti = Intero("Numero massimo di tirocinanti", 0, 2000)
    limite_durata_mesi = Intero("Durata massima in mesi", 0, 24)
    ultima_data_ammessa = Data("Ultimo giorno ammesso")
    durata = TestoBreve("Durata")
    borsa_quota_provincia = Importo("Borsa a carico della Provincia")
    minorenne = SiNo("Firma anche un genitore")
    borse_totale = Importo("Borse pagate finora")


def compute(case: Case) -> Computed:
    """Work out the limits of the stage, what the Provincia pays, the territory and the reasons."""
    return Computed(
        values={
            **_limits(case),
            "borsa_quota_provincia": quota_provincia(case),
            "minorenne": is_minorenne(case),
            **_borse(case),
            "territorio": territorio_of(case, "pai"),
        },
        reasons=convenzione.reasons(case),
    )


def _borse(case: Case) -> dict[str, object]:
    """Return what was paid of the grant, empty until something was."""
    paid = borse.totale_borse(case)
    return {} if paid is None else {"borse_totale": paid}


def _limits(case: Case) -> dict[str, object]:
    """Return what the law admits, empty while the period or the category are not known."""
    start, end = case.day("data_inizio"), case.day("data_fine")
    if start is None or end is None or not case["categoria_durata"]:
        return {}
    dipendenti = case.number("azienda.dipendenti_ti") or 0
    return {
        "limite_tirocinanti": limite_tirocinanti(dipendenti, case.parameters),
        "limite_durata_mesi": mesi_di(case, start),
        "ultima_data_ammessa": ultima_data(case, start),
        "durata": in_words(start, end),
    }


KIND = Kind(
    sigla="CS",
    title="Convenzione di stage e progetto formativo",
    schema=ConvenzioneStage,
    date_field="data_convenzione",
    rules=(*convenzione.RULES, *borse.RULES),
    access={
        "OCPI": "CMVP terr",
        "RCPI": "VF terr",
        "GLT": "V terr",
        "GCP": "VA",
        "GA": "VP",
        "AZ": "VF own",
        "TUT": "VF own",
        "ASS": "V own",
    },
    signed_by=("RCPI", "AZ", "destinatario", "OCPI", "TUT"),
    needs=("pai",),
    index={
        "cognome": "persona.cognome",
        "nome": "persona.nome",
        "codice_fiscale": "persona.codice_fiscale",
        "azienda": "azienda.ragione_sociale",
        "partita_iva": "azienda.partita_iva",
        "cpi": "patto_firmato.cpi",
        "comune": "sede_stage_comune",
        "categoria": "patto_firmato.categoria_principale",
    },
    carries={
        "persona": Carried("La persona", Persona, source="pai", path="persona"),
        "patto_firmato": Carried(
            "Il Patto di Servizio", PattoFirmato, source="pai", path="patto_firmato"
        ),
    },
    compute=compute,
    computed=Calcolati,
    propose=segnalazione.propose_convenzione,
    copies=3,
    unprinted=("borse_pagate",),
    seguiti={
        "borse": Seguito(
            title="Mensilità della borsa",
            words="Registra una mensilità",
            fields=("borse_pagate",),
            ruoli=("GA",),
            again=True,
            chiuso=True,
        )
    },
)
