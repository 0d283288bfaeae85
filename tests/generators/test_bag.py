"""The bag: RFC 8493 read again here, line by line, against what comes out."""

import hashlib
import io
import re
import zipfile
from datetime import UTC, datetime

import pytest

from generators.bag import bag

WHEN = datetime(2011, 6, 15, 10, 0, tzinfo=UTC)
PAYLOAD = {"indice.html": b"<!doctype html>", "documenti/100% vero.pdf": b"%PDF", "vuoto": b""}
INFO = {"Source-Organization": "Provincia di\nVicenza"}


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def manifest(files: dict[str, bytes], name: str) -> dict[str, str]:
    """Return path -> digest, as 2.1.3 writes them: digest, blanks, path with % encoded."""
    lines = files[f"F-1/{name}"].decode().splitlines()
    pairs = (re.fullmatch(r"([0-9a-f]+)  (.+)", line).groups() for line in lines)
    return {path.replace("%25", "%"): digest for digest, path in pairs}


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_every_payload_file_is_in_each_manifest_once_and_matches(algorithm: str) -> None:
    files = opened(bag("F-1", PAYLOAD, INFO, when=WHEN))

    listed = manifest(files, f"manifest-{algorithm}.txt")
    payload = {name.removeprefix("F-1/") for name in files if name.startswith("F-1/data/")}
    assert listed.keys() == payload == {f"data/{name}" for name in PAYLOAD}
    for path, digest in listed.items():
        assert hashlib.new(algorithm, files[f"F-1/{path}"]).hexdigest() == digest


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_every_tag_file_but_the_tag_manifests_is_sealed(algorithm: str) -> None:
    files = opened(bag("F-1", PAYLOAD, INFO, when=WHEN))

    listed = manifest(files, f"tagmanifest-{algorithm}.txt")
    assert listed.keys() == {
        "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt",
    }  # fmt: skip
    for path, digest in listed.items():
        assert hashlib.new(algorithm, files[f"F-1/{path}"]).hexdigest() == digest


def test_the_declaration_and_the_info_are_written_as_the_rfc_wants() -> None:
    files = opened(bag("F-1", PAYLOAD, INFO, when=WHEN))

    assert files["F-1/bagit.txt"] == (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    assert files["F-1/bag-info.txt"].decode() == (
        "Source-Organization: Provincia di Vicenza\nBagging-Date: 2011-06-15\nPayload-Oxum: 19.3\n"
    )


def test_the_same_payload_gives_the_same_bytes_in_any_order() -> None:
    turned = dict(reversed(PAYLOAD.items()))

    assert bag("F-1", PAYLOAD, INFO, when=WHEN) == bag("F-1", turned, INFO, when=WHEN)


@pytest.mark.parametrize("path", ["../fuori", "a/../../b", "/radice", "a//b", "a\nb", "", "a\\b"])
def test_no_file_leaves_the_bag(path: str) -> None:
    with pytest.raises(ValueError, match="not a path inside a bag"):
        bag("F-1", {path: b""}, {}, when=WHEN)
