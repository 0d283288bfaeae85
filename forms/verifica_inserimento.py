"""The form of the verifica finale: on what it stands, what was reached, what follows."""

from forms.builder.layout import section, step

LAYOUT = (
    step(
        "Riferimenti",
        section(
            "L'inserimento", "fascicolo", "inserimento", "questionario_finale", "data_verifica"
        ),
    ),
    step("Obiettivi", section("Obiettivi", "obiettivi")),
    step(
        "Esito",
        section(
            "Come prosegue il rapporto",
            "esito",
            "tipo_contratto",
            "data_nuovo_rapporto",
            "data_fine_contratto",
            "modalita",
            "verifica_documentale",
            "motivo",
            "proposta_successiva",
        ),
        section("Note", "note"),
        reasons=True,
    ),
    step(
        "Approvazione",
        section("Gruppo di Coordinamento Provinciale", "approvazione_gcp", "data_approvazione"),
    ),
)
