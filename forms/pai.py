"""The form of the PAI: six steps, from what the person can do to what they will do."""

from forms.builder.layout import section, step

LAYOUT = (
    step(
        "Colloquio",
        section("Riferimenti", "fascicolo", "patto"),
        section(
            "Il colloquio",
            "data_colloquio",
            "data_redazione",
            "operatore",
            "redattore_tipo",
        ),
    ),
    step(
        "Competenze",
        section(
            "Quadro di partenza", "competenze_possedute", "competenze_da_sviluppare", "vincoli"
        ),
    ),
    step(
        "Obiettivi",
        section("Percorso", "percorso", "obiettivo_professionale"),
        section("Obiettivi specifici", "obiettivi"),
        reasons=True,
    ),
    step("Azioni", section("Programma di attività", "azioni")),
    step(
        "Strumenti e verifiche",
        section("Strumento", "strumento", "formazione_esterna", "formazione_esterna_motivo"),
        section("Borsa di stage", "borsa_prevista", "borsa_importo_mensile"),
        section("Gruppo", "accompagnamento_gruppo", "gruppo_riferimento"),
        section("Verifiche", "data_verifica_intermedia", "data_verifica_finale"),
    ),
    step("Condivisione", section("Condivisione e note", "condivisione", "note")),
)
