"""The form of the colloquio iniziale: who met, what is to be reached, how it is followed."""

from forms.builder.layout import section, step

LAYOUT = (
    step(
        "Incontro",
        section("L'inserimento", "fascicolo", "inserimento"),
        section(
            "L'incontro",
            "data_colloquio",
            "luogo",
            "assistente",
            "tutor_aziendale",
            "lavoratore_presente",
        ),
        reasons=True,
    ),
    step(
        "Obiettivi",
        section("Obiettivi", "obiettivi"),
        section("Attività e formazione", "mansioni", "formazione_prevista"),
    ),
    step(
        "Organizzazione e visite",
        section("Organizzazione", "orario_confermato", "formazione_sicurezza"),
        section("Visite", "piano_visite"),
        section("Note", "note"),
    ),
    step("Avvio dello stage", section("Avvio dello stage", "presenza_confermata")),
)
