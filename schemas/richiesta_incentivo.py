"""Richiesta di incentivo: the company asks the contribution of the Provincia for a hire."""

from collections.abc import Mapping

from schemas.fields import (
    Blocco,
    CodiceFiscale,
    Data,
    Dichiarazione,
    Iban,
    Importo,
    Intero,
    Modulo,
    NumeroFascicolo,
    OneOf,
    Riferimento,
    Scelta,
    SiNo,
    Tabella,
    Testo,
    TestoBreve,
)
from schemas.kinds.kind import Computed, Kind, Seguito
from schemas.parts.aiuto_de_minimis import AiutoDeMinimis
from schemas.parts.altro_incentivo import AltroIncentivo
from schemas.parts.azienda import Azienda
from schemas.parts.istruttoria import Istruttoria
from schemas.rules import istruttoria, richiesta
from schemas.rules.azienda import DIPENDENTI_MAX
from schemas.rules.case import Case
from schemas.rules.fascicolo import patto_of
from schemas.rules.importi import percent_in_figures
from schemas.rules.incentivo import (
    DE_MINIMIS,
    ESENZIONE,
    calcolo,
    de_minimis_massimale,
    de_minimis_totale,
)
from schemas.rules.persona import iniziali
from schemas.rules.richiesta_motivi import reasons
from schemas.rules.territorio import territorio_of

CONTRATTO = {
    "tempo_determinato": "Tempo determinato",
    "tempo_indeterminato": "Tempo indeterminato",
    "apprendistato": "Apprendistato",
    "altro": "Altro",
}
REGIME = {
    ESENZIONE: "Esenzione: Reg. (CE) 800/2008, artt. 40 e 41",
    DE_MINIMIS: "De minimis: Reg. (CE) 1998/2006",
}
CAUSA = {
    "nessuna": "Nessuna",
    "dimissioni_volontarie": "Dimissioni volontarie",
    "invalidita": "Invalidità",
    "pensionamento": "Pensionamento",
    "riduzione_volontaria_orario": "Riduzione volontaria dell'orario",
    "licenziamento_giusta_causa": "Licenziamento per giusta causa",
    "riduzione_personale": "Riduzione del personale",
}


class RichiestaIncentivo(Istruttoria):
    """What the company fills, over the steps of the form; then what becomes of it."""

    data_richiesta = Data(
        "Data della richiesta",
        required=True,
        hint="Non dopo il giorno dell'assunzione.",
        example="2011-09-01",
    )
    azienda = Blocco("Dati dell'azienda", Azienda, required=True)
    iban_azienda = Iban(
        "IBAN intestato all'azienda", required=True, example="IT29J0999911801000000654321"
    )
    ente_non_commerciale = SiNo(
        "Ente senza reddito d'impresa",
        required=True,
        hint="Chi risponde sì non subisce la ritenuta del 4% (D.P.R. 600/1973, art. 28).",
    )

    fascicolo = NumeroFascicolo(
        "Fascicolo della persona",
        required=True,
        hint="Il codice comunicato dal Centro per l'Impiego.",
        example="F-2011-00011",
    )
    persona_codice_fiscale = CodiceFiscale(
        "Codice fiscale della persona", required=True, example="DLSGLI75D58I531V"
    )
    convenzione = Riferimento(
        "Convenzione di stage precedente",
        "convenzione_stage",
        stati=("firmato", "protocollato", "archiviato"),
        hint="Il numero, se l'assunzione segue uno stage presso l'azienda.",
        example="CS-2011-T2-00001",
    )
    tipo_contratto = Scelta("Contratto", CONTRATTO, required=True)
    data_assunzione = Data("Data di assunzione", required=True, example="2011-09-12")
    data_fine_contratto = Data(
        "Fine del contratto",
        required=True,
        when=OneOf("tipo_contratto", "tempo_determinato"),
        example="2012-03-11",
    )
    ore_settimanali = Intero("Ore settimanali", 1, 40, required=True, example=40)
    mansione = TestoBreve("Mansione", required=True)

    retribuzione_lorda_mensile = Importo(
        "Retribuzione lorda mensile", positive=True, required=True, example="900.00"
    )
    contributi_mensili = Importo(
        "Contributi obbligatori mensili",
        required=True,
        hint="Quelli a carico dell'azienda.",
        example="300.00",
    )
    oneri_assistenza_mensili = Importo("Oneri mensili per assistenza a figli e genitori")
    importo_richiesto = Importo(
        "Contributo richiesto", positive=True, required=True, example="3600.00"
    )

    regime_aiuto = Scelta("Regime di aiuto", REGIME, required=True)
    altri_incentivi = Tabella(
        "Altri incentivi per la stessa assunzione",
        AltroIncentivo,
        most=10,
        row_label="Incentivo",
        hint="Chi ne ha, o può averne per legge, non riceve il contributo della Provincia.",
    )
    dipendenti_media_12_mesi = Importo(
        "Media dei dipendenti nei 12 mesi precedenti",
        required=True,
        when=OneOf("regime_aiuto", ESENZIONE),
        hint="Con due decimali.",
        example="29.00",
    )
    dipendenti_dopo = Intero(
        "Dipendenti dopo l'assunzione",
        0,
        DIPENDENTI_MAX,
        required=True,
        when=OneOf("regime_aiuto", ESENZIONE),
        example=30,
    )
    causa_posto_libero = Scelta(
        "Causa del posto libero",
        CAUSA,
        when=OneOf("regime_aiuto", ESENZIONE),
        hint="Solo se l'assunzione non aumenta il numero dei dipendenti.",
    )
    trasporto_su_strada = SiNo(
        "Trasporto di merci su strada per conto terzi",
        required=True,
        when=OneOf("regime_aiuto", DE_MINIMIS),
    )
    de_minimis_ricevuti = Tabella(
        "Aiuti de minimis ricevuti nell'esercizio in corso e nei due precedenti",
        AiutoDeMinimis,
        most=30,
        row_label="Aiuto",
        when=OneOf("regime_aiuto", DE_MINIMIS),
    )
    impresa_in_difficolta = SiNo(
        "Impresa in difficoltà",
        required=True,
        hint="Nel senso degli orientamenti comunitari: chi lo è non può ricevere aiuti.",
    )
    aiuti_da_recuperare = SiNo(
        "Aiuti illegali ricevuti e non restituiti",
        required=True,
        hint="Quelli che la Commissione europea ha ordinato di recuperare.",
    )

    dichiara_nessun_incentivo = Dichiarazione(
        "Per la stessa assunzione non è previsto né è stato chiesto alcun altro incentivo",
        required=True,
        example=True,
    )
    dichiara_regolarita = Dichiarazione(
        "L'azienda è in regola con i contributi e con le norme sul lavoro dei disabili "
        "(L. 68/1999)",
        required=True,
        example=True,
    )
    dichiara_licenziamenti = Dichiarazione(
        "Nei sei mesi precedenti l'azienda non ha licenziato per riduzione di personale nella "
        "stessa mansione",
        required=True,
        example=True,
    )
    documento_identita = Dichiarazione(
        "È allegata la copia del documento di identità del legale rappresentante "
        "(D.P.R. 445/2000, art. 38)",
        required=True,
        example=True,
    )
    dichiarazione_445 = Dichiarazione(
        "Chi firma conosce le conseguenze delle dichiarazioni false "
        "(D.P.R. 445/2000, artt. 75 e 76)",
        required=True,
        example=True,
    )
    presa_visione_privacy = Dichiarazione(
        "Chi firma ha preso visione dell'informativa sul trattamento dei dati "
        "(D.Lgs. 196/2003, art. 13)",
        required=True,
        example=True,
    )
    note = Testo("Note")


class Calcolati(Modulo):
    """How the contribution comes about, and what the act prints beside the answers."""

    persona_iniziali = TestoBreve("Persona")
    cpi = TestoBreve("Centro per l'Impiego")
    bollo_importo = Importo("Imposta di bollo")
    costo_mensile = Importo("Costo mensile")
    mesi_ammissibili = Importo("Mesi ammissibili")
    costo_ammissibile = Importo("Costo salariale ammissibile")
    percento = TestoBreve("Intensità massima, in percento")
    massimo_intensita = Importo("Massimo per intensità")
    massimale = Importo("Massimale del progetto")
    massimo = Importo("Contributo massimo ammesso")
    de_minimis_totale = Importo("Totale degli aiuti de minimis ricevuti")
    de_minimis_massimale = Importo("Massimale de minimis in tre esercizi")
    ritenuta = Importo("Ritenuta del 4%")
    importo_netto = Importo("Importo netto liquidato")


def compute(case: Case) -> Computed:
    """Work out the greatest contribution, what names the person, the territory and the reasons."""
    patto = patto_of(case.contesto, case.text("fascicolo"))
    persona = patto.get("persona") if patto else None
    return Computed(
        values={
            **_contributo(case),
            **istruttoria.netto(case),
            "persona_iniziali": _iniziali(persona) if isinstance(persona, Mapping) else None,
            "cpi": patto.text("cpi") if patto else None,
            "bollo_importo": case.parameters.euro("pagamento.bollo_euro"),
            "territorio": territorio_of(case, "convenzione"),
        },
        reasons=reasons(case),
    )


def _iniziali(persona: Mapping[str, object]) -> str:
    return iniziali(*(str(persona.get(name) or "") for name in ("cognome", "nome")))


def _contributo(case: Case) -> dict[str, object]:
    """Return how the greatest contribution comes about, empty while costs or dates are missing."""
    found = calcolo(case)
    if found is None:
        return {}
    return {
        "costo_mensile": found.costo_mensile,
        "mesi_ammissibili": found.mesi_ammissibili,
        "costo_ammissibile": found.costo_ammissibile,
        "percento": percent_in_figures(found.percento),
        "massimo_intensita": found.massimo_intensita,
        "massimale": case.parameters.euro("incentivo.massimale_euro"),
        "massimo": found.massimo,
        "de_minimis_totale": de_minimis_totale(case),
        "de_minimis_massimale": de_minimis_massimale(case),
    }


KIND = Kind(
    sigla="RI",
    title="Richiesta di incentivo all'assunzione",
    schema=RichiestaIncentivo,
    date_field="data_richiesta",
    rules=(*richiesta.RULES, *istruttoria.RULES),
    access={
        "OCPI": "V terr",
        "RCPI": "V terr",
        "GLT": "V terr",
        "GCP": "VA",
        "GA": "VAP",
        "AZ": "CMPF own",
    },
    signed_by=("AZ",),
    index={
        "azienda": "azienda.ragione_sociale",
        "partita_iva": "azienda.partita_iva",
        "codice_fiscale": "persona_codice_fiscale",
        "cpi": "cpi",
    },
    compute=compute,
    computed=Calcolati,
    unprinted=(
        "data_istruttoria",
        "relazione",
        "data_integrazione",
        "integrazione",
        "data_pagamento",
        "importo_liquidato",
        "durc_data",
        "verifica_48bis_data",
        "verifica_48bis_esito",
        "contratto_in_essere",
    ),
    seguiti={
        "istruttoria": Seguito(
            title="Istruttoria del Gruppo amministrativo",
            words="Registra l'istruttoria",
            fields=("istruttore", "data_istruttoria", "relazione"),
            ruoli=("GA",),
            se=OneOf("esito", None, istruttoria.INTEGRAZIONE),
            again=True,
            interno=True,
            chiuso=True,
        ),
        "decisione": Seguito(
            title="Decisione del GCP",
            words="Registra la decisione",
            fields=("data_esito", "esito", "importo_concesso", "motivazione"),
            ruoli=("GCP",),
            after="istruttoria",
            se=OneOf("esito", None, istruttoria.INTEGRAZIONE),
            again=True,
            four_eyes=True,
            chiuso=True,
        ),
        "integrazione": Seguito(
            title="Integrazione dell'azienda",
            words="Invia l'integrazione",
            fields=("data_integrazione", "integrazione"),
            ruoli=("AZ",),
            after="decisione",
            se=OneOf("esito", istruttoria.INTEGRAZIONE),
            again=True,
            chiuso=True,
        ),
        "liquidazione": Seguito(
            title="Liquidazione",
            words="Registra la liquidazione",
            fields=(
                "data_pagamento",
                "importo_liquidato",
                "durc_data",
                "verifica_48bis_data",
                "verifica_48bis_esito",
                "contratto_in_essere",
            ),
            ruoli=("GA",),
            after="decisione",
            se=OneOf("esito", istruttoria.AMMESSA),
            chiuso=True,
        ),
        "revoca": Seguito(
            title="Revoca",
            words="Revoca il contributo",
            fields=("data_revoca", "motivo_revoca"),
            ruoli=("GCP",),
            after="decisione",
            se=OneOf("esito", istruttoria.AMMESSA),
            chiuso=True,
        ),
    },
)
