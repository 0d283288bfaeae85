"""The form of the monitoring questionnaire: short pages, since it is filled from a phone."""

from forms.builder.layout import section, step

LAYOUT = (
    step(
        "Stage",
        section("L'inserimento", "tipo", "fascicolo", "inserimento", "progressivo", "assistente"),
    ),
    step(
        "Visita",
        section(
            "La rilevazione",
            "data_rilevazione",
            "periodo_dal",
            "periodo_al",
            "modalita",
            "presenti",
        ),
    ),
    step(
        "Presenza",
        section("Ore e assenze", "ore_previste", "ore_svolte", "giorni_assenza", "assenze_motivo"),
        section("Attività", "attivita_svolte"),
    ),
    step(
        "Lavoro",
        section("Come lavora", "val_puntualita", "val_mansioni", "val_relazioni", "val_autonomia"),
    ),
    step(
        "Azienda",
        section("Come è seguito", "val_formazione", "val_tutor"),
        section("Soddisfazione", "soddisfazione_lavoratore", "soddisfazione_azienda"),
    ),
    step("Obiettivi", section("Obiettivi", "obiettivi")),
    step(
        "Correttivi",
        section("Problematiche e correttivi", "problematiche", "correttivi"),
        section("Prossimo incontro", "prossima_visita"),
        reasons=True,
    ),
    step(
        "Esito",
        section(
            "Al termine dello stage",
            "esito_percorso",
            "data_interruzione",
            "motivo_interruzione",
            "prospettiva",
            "competenze_acquisite",
            "giudizio_complessivo",
        ),
        section("Note", "note"),
    ),
)
