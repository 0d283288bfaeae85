"""The form of the Richiesta: five steps, filled by the company."""

from forms.builder.layout import section, step

LAYOUT = (
    step(
        "Azienda",
        section("La richiesta", "data_richiesta"),
        section("L'azienda", "azienda"),
        section("Pagamento", "iban_azienda", "ente_non_commerciale"),
    ),
    step(
        "Assunzione",
        section("La persona", "fascicolo", "persona_codice_fiscale", "convenzione"),
        section(
            "Il contratto",
            "tipo_contratto",
            "data_assunzione",
            "data_fine_contratto",
            "ore_settimanali",
            "mansione",
        ),
    ),
    step(
        "Costi",
        section(
            "Costi e contributo",
            "retribuzione_lorda_mensile",
            "contributi_mensili",
            "oneri_assistenza_mensili",
            "importo_richiesto",
        ),
    ),
    step(
        "Aiuti",
        section("Regime e altri incentivi", "regime_aiuto", "altri_incentivi"),
        section(
            "Aumento dei dipendenti",
            "dipendenti_media_12_mesi",
            "dipendenti_dopo",
            "causa_posto_libero",
        ),
        section("De minimis", "trasporto_su_strada", "de_minimis_ricevuti"),
        section("Situazione dell'impresa", "impresa_in_difficolta", "aiuti_da_recuperare"),
        reasons=True,
    ),
    step(
        "Dichiarazioni",
        section(
            "Dichiarazioni e note",
            "dichiara_nessun_incentivo",
            "dichiara_regolarita",
            "dichiara_licenziamenti",
            "documento_identita",
            "dichiarazione_445",
            "presa_visione_privacy",
            "note",
        ),
    ),
    step(
        "Istruttoria",
        section("Istruttoria", "istruttore", "data_istruttoria", "relazione"),
        reasons=True,
    ),
    step(
        "Decisione",
        section("Decisione", "data_esito", "esito", "importo_concesso", "motivazione"),
        reasons=True,
    ),
    step("Integrazione", section("Integrazione", "data_integrazione", "integrazione")),
    step(
        "Liquidazione",
        section("Pagamento", "data_pagamento", "importo_liquidato"),
        section(
            "Verifiche prima del pagamento",
            "durc_data",
            "verifica_48bis_data",
            "verifica_48bis_esito",
            "contratto_in_essere",
        ),
    ),
    step("Revoca", section("Revoca", "data_revoca", "motivo_revoca")),
)
