"""The files that pages need, ours and Bootstrap Italia's, under names that change with them."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from werkzeug.security import safe_join

from storage.archive import NotFound
from web.services import services

bp = Blueprint("statics", __name__)

OWN = Path(__file__).parent / "static"
KIT_STYLE = "css/bootstrap-italia.min.css"
_YEAR, _HOUR = 365 * 24 * 3600, 3600
_TEXTS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@bp.get("/static/<path:name>")
def own(name: str) -> ResponseReturnValue:
    """Serve a file of ours."""
    return _served(OWN, name)


@bp.get("/kit/<path:name>")
def kit(name: str) -> ResponseReturnValue:
    """Serve a file of Bootstrap Italia, from where it was prepared."""
    return _served(services().settings.uikit, name)


@bp.get("/emblema")
def emblem() -> ResponseReturnValue:
    """Serve the emblem of the office, where it has one."""
    file = services().settings.emblema
    if file is None:
        raise NotFound
    return _served(file.parent, file.name)


def emblem_address() -> str:
    """Return the address of the office's emblem, or "" when it has none, or it is gone."""
    file = services().settings.emblema
    if file is None or not file.is_file():
        return ""
    return url_for("statics.emblem", v=_fingerprint(file))


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
    response = _compressed(folder, name) or send_from_directory(folder, name)
    response.headers["Cache-Control"] = f"public, max-age={age}" + ", immutable" * (age == _YEAR)
    return response


def _compressed(folder: Path, name: str) -> Response | None:
    """Return a text compressed, or None when it is to be served as it is."""
    path = safe_join(str(folder), name)
    if not path or not Path(path).is_file() or not request.accept_encodings["gzip"]:
        return None
    if Path(path).suffix not in _TEXTS:
        return None
    content = _gzip(Path(path), _fingerprint(Path(path)))
    response = Response(content, mimetype=_TEXTS[Path(path).suffix])
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
def _gzip(file: Path, fingerprint: str) -> bytes:
    """Return the file compressed, once: the kit's stylesheet goes from 612 KB to 90."""
    return gzip.compress(file.read_bytes(), mtime=0)
