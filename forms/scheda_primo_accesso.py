"""The form of the first contact: three short pages, asked with the person at the desk."""

from forms.builder.layout import section, step

LAYOUT = (
    step(
        "Persona",
        section("Lo sportello", "comune", "operatore", "data_accesso"),
        section("La persona", "cognome", "nome", "data_nascita", "codice_fiscale"),
        section("Recapiti", "comune_domicilio", "telefono", "email"),
    ),
    step(
        "Situazione e bisogno",
        section("Il bisogno", "motivo_accesso"),
        section(
            "La situazione",
            "situazione_dichiarata",
            "situazione_dal",
            "titolo_studio",
            "figli_a_carico",
            "esperienze",
        ),
        section("Iscrizione", "iscritto_cpi", "cpi_iscrizione"),
    ),
    step(
        "Orientamento e invio",
        section("Esito", "esito", "cpi_destinazione", "appuntamento"),
        section("Informativa e note", "presa_visione_privacy", "note"),
        reasons=True,
    ),
)
