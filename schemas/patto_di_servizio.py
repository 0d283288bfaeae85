"""Patto di Servizio: opens the path of the person and proves that they are a destinatario."""

from schemas.fields import (
    Blocco,
    Data,
    Dichiarazione,
    Given,
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
)
from schemas.kinds.kind import Computed, Kind
from schemas.parts.periodo_lavoro import PeriodoLavoro
from schemas.parts.persona import Persona
from schemas.parts.provenienza import PROVENIENZA
from schemas.parts.titolo_studio import TITOLO_STUDIO
from schemas.rules import destinatario, patto, territorio
from schemas.rules.case import Case

STATO_OCCUPAZIONALE = {
    "disoccupato": "Disoccupato",
    "inoccupato": "Inoccupato (in cerca del primo lavoro)",
    "inattivo": "Inattivo",
    "in_mobilita": "In mobilità",
    "occupato": "Occupato",
}
MOTIVO_CESSAZIONE = {
    "licenziamento_individuale": "Licenziamento individuale",
    "licenziamento_collettivo": "Licenziamento collettivo",
    "scadenza_termine": "Scadenza del termine",
    "dimissioni": "Dimissioni",
    "dimissioni_giusta_causa": "Dimissioni per giusta causa",
    "chiusura_attivita": "Chiusura dell'attività",
    "altro": "Altro",
}
TIPO_INDENNITA = {
    "disoccupazione_ordinaria": "Disoccupazione ordinaria",
    "requisiti_ridotti": "Disoccupazione con requisiti ridotti",
    "mobilita": "Indennità di mobilità",
    "speciale_edile": "Trattamento speciale edile",
    "altro": "Altra indennità",
}
LEGGE_MOBILITA = {
    "223/1991": "L. 223/1991 (licenziamenti collettivi)",
    "236/1993": "L. 236/1993 (licenziamenti individuali di piccole imprese)",
    "in_deroga": "Mobilità in deroga",
}
SETTORI = {
    "meccanica": "Meccanica",
    "legno": "Legno",
    "tessile_abbigliamento": "Tessile e abbigliamento",
    "concia_pelli": "Concia e pelli",
    "orafo": "Orafo",
    "chimica_plastica": "Chimica e plastica",
    "edilizia": "Edilizia",
    "commercio": "Commercio",
    "turismo": "Turismo",
    "servizi": "Servizi",
    "agricoltura": "Agricoltura",
    "altro": "Altro",
}
ORARIO = {
    "tempo_pieno": "Tempo pieno",
    "tempo_parziale": "Tempo parziale",
    "entrambi": "Tempo pieno o parziale",
}
SERVIZI = {
    "accoglienza": "Accoglienza e informazione",
    "orientamento": "Orientamento",
    "bilancio_competenze": "Bilancio di competenze",
    "pai": "Piano di Azione Individuale",
    "segnalazione_aziende": "Segnalazione alle aziende",
    "stage": "Stage",
    "formazione_cfp": "Formazione presso il CFP provinciale",
    "accompagnamento": "Accompagnamento al lavoro",
}
IMPEGNI = {
    "presentarsi_ai_colloqui": "Presentarsi ai colloqui concordati",
    "ricerca_attiva": "Cercare attivamente lavoro",
    "partecipare_alle_attivita": "Partecipare alle attività del Piano di Azione Individuale",
    "comunicare_variazioni": "Comunicare senza ritardo ogni variazione della situazione",
    "accettare_proposte_congrue": "Accettare le proposte di lavoro congrue",
}
CON_DID = ("disoccupato", "inoccupato", "in_mobilita")


class PattoDiServizio(Modulo):
    """What the operator fills beside the person, over the steps of the form."""

    fascicolo = NumeroFascicolo("Fascicolo", required=True, example="F-2011-00011")
    cpi = Scelta("Centro per l'Impiego", {cpi: cpi for cpi in territorio.CPI}, required=True)
    data_stipula = Data("Data di stipula", required=True, example="2011-03-07")
    operatore = Nome("Operatore", required=True, hint="Cognome e nome di chi tiene il colloquio.")
    provenienza = Scelta("Provenienza", PROVENIENZA, required=True)
    scheda_primo_accesso = Riferimento(
        "Scheda di primo accesso",
        "scheda_primo_accesso",
        required=True,
        when=OneOf("provenienza", "comune"),
        hint="Il numero della scheda compilata allo sportello del Comune.",
        example="PA-2011-T2-00001",
    )
    persona = Blocco("Dati della persona", Persona, required=True)

    stato_occupazionale = Scelta("Stato occupazionale", STATO_OCCUPAZIONALE, required=True)
    data_did = Data(
        "Data della DID",
        required=True,
        when=OneOf("stato_occupazionale", *CON_DID),
        hint="La dichiarazione di immediata disponibilità al lavoro (D.Lgs. 181/2000).",
        example="2010-02-01",
    )
    titolo_studio = Scelta("Titolo di studio più alto", TITOLO_STUDIO, required=True)
    titolo_estero_riconosciuto = SiNo(
        "Titolo estero riconosciuto in Italia", hint="Solo per i titoli conseguiti all'estero."
    )
    data_fine_formazione = Data(
        "Conclusione della formazione",
        required_when=OneOf("categoria_principale", "C1"),
        hint="Serve per la categoria C1.",
    )
    mai_occupato = SiNo("Non ha mai avuto un lavoro regolare", required=True, example=False)
    periodi_lavoro = Tabella(
        "Periodi di lavoro degli ultimi 24 mesi",
        PeriodoLavoro,
        most=40,
        row_label="Periodo",
        when=OneOf("mai_occupato", False),
    )
    data_ultima_attivita = Data(
        "Ultima attività di lavoro o di formazione",
        required_when=OneOf("categoria_principale", "C7"),
        hint="Serve per la categoria C7. Per chi non ha mai lavorato: la fine della scuola.",
    )
    data_cessazione = Data(
        "Cessazione dell'ultimo rapporto",
        required_when=OneOf("categoria_principale", "C9"),
        hint="Serve per la categoria C9.",
    )
    motivo_cessazione = Scelta(
        "Motivo della cessazione", MOTIVO_CESSAZIONE, required=True, when=Given("data_cessazione")
    )
    percepisce_indennita = SiNo("Percepisce un'indennità", required=True)
    tipo_indennita = Scelta(
        "Tipo di indennità", TIPO_INDENNITA, required=True, when=OneOf("percepisce_indennita", True)
    )
    mobilita_legge = Scelta(
        "Lista di mobilità",
        LEGGE_MOBILITA,
        required=True,
        when=OneOf("stato_occupazionale", "in_mobilita"),
    )
    mobilita_iscrizione = Data(
        "Iscrizione alla lista", required=True, when=OneOf("stato_occupazionale", "in_mobilita")
    )
    mobilita_scadenza = Data(
        "Scadenza dell'iscrizione", when=OneOf("stato_occupazionale", "in_mobilita")
    )
    adulto_solo = SiNo("Unico adulto del nucleo familiare", required=True)
    figli_a_carico = Intero("Figli a carico", 0, 15, required=True, example=0)
    disabilita_l68 = SiNo(
        "Iscrizione agli elenchi della L. 68/1999",
        restricted=True,
        hint="Solo sì o no: mai una diagnosi.",
    )
    svantaggio_l381 = SiNo(
        "Svantaggio ai sensi della L. 381/1991, art. 4",
        restricted=True,
        hint="Solo sì o no: mai il motivo.",
    )

    categoria_principale = Scelta(
        "Categoria di destinatario", destinatario.DESCRIZIONI, required=True, example="C4"
    )

    disponibilita_settori = Scelte("Settori di interesse", SETTORI, required=True)
    disponibilita_orario = Scelta("Orario", ORARIO, required=True)
    disponibilita_km = Intero("Distanza massima (km)", 0, 150, required=True, example=30)
    automunito = SiNo("Mezzo proprio", required=True)
    servizi_previsti = Scelte(
        "Servizi offerti dal Centro per l'Impiego",
        SERVIZI,
        always=("pai",),
        required=True,
        hint="Il Piano di Azione Individuale c'è sempre.",
        example=["accoglienza", "pai"],
    )
    impegni_persona = Scelte(
        "Impegni della persona",
        IMPEGNI,
        always=tuple(IMPEGNI)[:4],
        required=True,
        hint="I primi quattro sono obbligatori.",
        example=list(IMPEGNI)[:4],
    )
    data_prossimo_colloquio = Data("Prossimo colloquio", required=True, example="2011-03-27")
    validita_fino_al = Data("Validità del Patto, fino al", required=True, example="2012-04-30")

    dichiarazione_veridicita = Dichiarazione(
        "La persona dichiara che i dati forniti sono veri, consapevole delle conseguenze delle "
        "dichiarazioni false (D.P.R. 445/2000, artt. 46-47 e 75-76)",
        required=True,
        example=True,
    )
    presa_visione_privacy = Dichiarazione(
        "La persona ha preso visione dell'informativa sul trattamento dei dati "
        "(D.Lgs. 196/2003, art. 13)",
        required=True,
        example=True,
    )
    firmatario_cpi = Nome(
        "Firma per il Centro per l'Impiego", required=True, hint="Il Responsabile o un delegato."
    )
    note = Testo("Note")


def compute(case: Case) -> Computed:
    """Work out the categories satisfied with their reasons, the action and the territory."""
    reasons = destinatario.categorie(case)
    return Computed(
        values={
            "categorie_soddisfatte": [reason.subject for reason in reasons if reason.holds],
            "tipo_azione": destinatario.tipo_azione(case.text("categoria_principale")),
            "territorio": territorio.CPI[case.text("cpi")] if case["cpi"] else "",
        },
        reasons=reasons,
    )


KIND = Kind(
    sigla="PS",
    title="Patto di Servizio",
    schema=PattoDiServizio,
    date_field="data_stipula",
    rules=patto.RULES,
    access={
        "OCPI": "CMVP terr",
        "RCPI": "VF terr",
        "GLT": "V terr",
        "GCP": "V",
        "GA": "VP",
        "ASS": "V own",
        "ESP": "V own",
    },
    signed_by=("destinatario", "RCPI"),
    index={
        "cognome": "persona.cognome",
        "nome": "persona.nome",
        "codice_fiscale": "persona.codice_fiscale",
        "cpi": "cpi",
        "comune": "persona.domicilio_comune",
        "categoria": "categoria_principale",
    },
    compute=compute,
    copies=2,
)
