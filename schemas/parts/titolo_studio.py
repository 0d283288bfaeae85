"""The titles of study, as every paper asks them."""

TITOLO_STUDIO = {
    "nessuno": "Nessun titolo",
    "elementare": "Licenza elementare",
    "media": "Licenza media",
    "qualifica": "Qualifica professionale",
    "diploma": "Diploma di scuola superiore",
    "laurea": "Laurea",
}
