"""The files that pages need, ours and Bootstrap Italia's, under names that change with them."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from web.services import services

bp = Blueprint("statics", __name__)

OWN = Path(__file__).parent / "static"
KIT_STYLE, KIT_ICONS = "css/bootstrap-italia.min.css", "svg/sprites.svg"
_YEAR, _HOUR = 365 * 24 * 3600, 3600
_TEXTS = (".css", ".js", ".svg")


@bp.get("/static/<path:name>")
def own(name: str) -> ResponseReturnValue:
    """Serve a file of ours."""
    return _served(OWN, name)


@bp.get("/kit/<path:name>")
def kit(name: str) -> ResponseReturnValue:
    """Serve a file of Bootstrap Italia, from where it was prepared."""
    return _served(services().settings.uikit, name)


def asset(name: str) -> str:
    """Return the address of a file of ours; it changes when the file does."""
    return url_for("statics.own", name=name, v=_fingerprint(OWN / name))


def kit_asset(name: str) -> str:
    """Return the address of a file of Bootstrap Italia; it changes when the file does."""
    return url_for("statics.kit", name=name, v=_fingerprint(services().settings.uikit / name))


def has_kit() -> bool:
    """Return whether Bootstrap Italia is there: without it pages keep our own style."""
    return (services().settings.uikit / KIT_STYLE).is_file()


def _served(folder: Path, name: str) -> Response:
    age = _YEAR if "v" in request.args else _HOUR
    response = send_from_directory(folder, name, max_age=age)
    response.headers["Cache-Control"] = f"public, max-age={age}" + ", immutable" * (age == _YEAR)
    if name.endswith(_TEXTS) and request.accept_encodings["gzip"] and response.status_code == 200:
        # The kit's stylesheet is 612 KB, 90 KB compressed: it is compressed once.
        response.direct_passthrough = False
        response.set_data(_compressed(folder / name, _fingerprint(folder / name)))
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
    return response


def _fingerprint(file: Path) -> str:
    try:
        stat = file.stat()
    except FileNotFoundError:
        return "0"
    return _hash(file, stat.st_mtime_ns, stat.st_size)


@cache
def _hash(file: Path, modified: int, size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


@cache
def _compressed(file: Path, fingerprint: str) -> bytes:
    return gzip.compress(file.read_bytes(), mtime=0)
