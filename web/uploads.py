"""Forms that carry files: how much each may weigh, before anything of it is read."""

from collections.abc import Callable

from flask import Flask, request, session
from werkzeug.datastructures import FileStorage

from web.acts.filing import copy_limit
from web.services import office

MB = 1_000_000
TEMPLATE_MB = 5
# Endpoint -> megabytes that its form may carry; every other keeps the limit of all.
HEAVY: dict[str, Callable[[], int]] = {
    "keeping.attach": lambda: copy_limit(office()) * 2,
    "templates.check": lambda: TEMPLATE_MB,
}


def install(app: Flask) -> None:
    """Let the forms that carry files be as heavy as they need, for who has logged in."""
    app.before_request(_widen)


def _widen() -> None:
    heavy = HEAVY.get(request.endpoint or "")
    if heavy and request.method == "POST" and "chiave" in session:
        request.max_content_length = heavy() * MB


def files_sent(*names: str) -> list[FileStorage]:
    """Return the files chosen in the controls called *names*, in their order; blank ones out."""
    chosen = (file for name in names for file in request.files.getlist(name))
    return [file for file in chosen if file.filename]
