"""The program a request comes from, in the few words a person recognises."""

# The first that fits: every browser names the ones it descends from.
_BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet")),
    *(("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")),
)
_SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")),
)


def program_of(agent: str) -> str:
    """Return browser and system of a User-Agent header: ``Firefox su Windows``; "" if unknown."""
    browser, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    return " su ".join(filter(None, (browser, system)))


def _first(marks: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in marks if mark in agent), "")
