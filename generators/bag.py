"""A BagIt bag as one ZIP file: payload, tags, and the hashes that prove it whole (RFC 8493)."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

ALGORITHMS = ("sha256", "sha512")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_ROME = ZoneInfo("Europe/Rome")
_READABLE = 0o100640 << 16  # a plain file, in the high half where ZIP keeps Unix modes


def bag(
    name: str, payload: Mapping[str, bytes], info: Mapping[str, str], *, when: datetime
) -> bytes:
    """
    Return a bag as a ZIP file: the same payload, *info* and *when* give the same bytes.

    Args:
        name: The folder that the bag opens into.
        payload: Files by their path under ``data/``, with slashes.
        info: Lines of ``bag-info.txt``; the date and the size of the payload are added.
        when: Aware instant written on every file.

    Raises:
        ValueError: a path would leave the folder of the bag.
    """
    data = {f"data/{_safe(path)}": content for path, content in sorted(payload.items())}
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": _info({**info, **_measures(data, when)}),
        **{f"manifest-{name}.txt": _manifest(data, name) for name in ALGORITHMS},
    }
    seals = {f"tagmanifest-{name}.txt": _manifest(tags, name) for name in ALGORITHMS}
    return _zipped({f"{name}/{path}": it for path, it in {**tags, **seals, **data}.items()}, when)


def _safe(path: str) -> str:
    parts = path.split("/")
    if not path.isprintable() or "\\" in path or {"", ".", ".."} & set(parts):
        raise ValueError(f"not a path inside a bag: {path!r}")
    return path


def _measures(data: Mapping[str, bytes], when: datetime) -> Mapping[str, str]:
    size = sum(map(len, data.values()))
    day = when.astimezone(_ROME).date()
    return {"Bagging-Date": day.isoformat(), "Payload-Oxum": f"{size}.{len(data)}"}


def _info(lines: Mapping[str, str]) -> bytes:
    # A value goes on one line: a break would begin another label (RFC 8493, 2.2.2).
    return "".join(f"{label}: {' '.join(text.split())}\n" for label, text in lines.items()).encode()


def _manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    return "".join(_lines(files, algorithm)).encode()


def _lines(files: Mapping[str, bytes], algorithm: str) -> Iterator[str]:
    for path, content in files.items():
        escaped = path.replace("%", "%25")  # RFC 8493, 2.1.3
        yield f"{hashlib.new(algorithm, content).hexdigest()}  {escaped}\n"


def _zipped(files: Mapping[str, bytes], when: datetime) -> bytes:
    out = io.BytesIO()
    at = when.astimezone(_ROME).timetuple()[:6]
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in files.items():
            member = zipfile.ZipInfo(path, at)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = 3, _READABLE
            archive.writestr(member, content)
    return out.getvalue()
