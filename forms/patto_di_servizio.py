"""The Patto's form: five steps, in the order of the interview."""

from forms.builder.layout import section, step

LAYOUT = (
    step(
        "Persona",
        section(
            "Il Patto",
            "fascicolo",
            "cpi",
            "data_stipula",
            "operatore",
            "provenienza",
            "scheda_primo_accesso",
        ),
        section("La persona", "persona"),
    ),
    step(
        "Situazione",
        section(
            "Lavoro e formazione",
            "stato_occupazionale",
            "data_did",
            "titolo_studio",
            "titolo_estero_riconosciuto",
            "data_fine_formazione",
        ),
        section(
            "Periodi di lavoro",
            "mai_occupato",
            "periodi_lavoro",
            "data_ultima_attivita",
            "data_cessazione",
            "motivo_cessazione",
        ),
        section(
            "Indennità e mobilità",
            "percepisce_indennita",
            "tipo_indennita",
            "mobilita_legge",
            "mobilita_iscrizione",
            "mobilita_scadenza",
        ),
        section("Nucleo familiare", "adulto_solo", "figli_a_carico"),
        section("Dati riservati", "disabilita_l68", "svantaggio_l381"),
    ),
    step("Requisiti", section("Categoria di destinatario", "categoria_principale"), reasons=True),
    step(
        "Impegni",
        section(
            "Disponibilità",
            "disponibilita_settori",
            "disponibilita_orario",
            "disponibilita_km",
            "automunito",
        ),
        section(
            "Servizi e impegni",
            "servizi_previsti",
            "impegni_persona",
            "data_prossimo_colloquio",
            "validita_fino_al",
        ),
    ),
    step(
        "Dichiarazioni",
        section(
            "Dichiarazioni e firma",
            "dichiarazione_veridicita",
            "presa_visione_privacy",
            "firmatario_cpi",
            "note",
        ),
    ),
)
