"""From where people come to the project, as every paper asks it."""

PROVENIENZA = {
    "cpi": "Centro per l'Impiego",
    "comune": "Sportello del Comune",
    "parti_sociali": "Parti sociali",
    "ulss": "Azienda ULSS",
    "altro": "Altro",
}
