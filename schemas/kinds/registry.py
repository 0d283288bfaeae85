"""All the kinds of document, found by the name of their module."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import schemas
from schemas.kinds.kind import Kind
from schemas.rules.permissions import RUOLI, parse_grant


class KindFault(RuntimeError):
    """A kind is declared wrongly; the message says which and how to mend it."""


@cache
def all_kinds() -> Mapping[str, Kind]:
    """
    Return every kind by name, in order of name.

    A kind is a module of `schemas` (packages are shared material) with a `KIND`.

    Raises:
        KindFault: a module without KIND, a sigla used twice, an unknown role or cell, an unknown
            kind among the needs.
    """
    found = {
        module.name: _load(module.name)
        for module in sorted(iter_modules(schemas.__path__), key=lambda module: module.name)
        if not module.ispkg
    }
    _check(found.values())
    return found


def _load(name: str) -> Kind:
    kind = getattr(import_module(f"schemas.{name}"), "KIND", None)
    if not isinstance(kind, Kind):
        raise KindFault(f"schemas/{name}.py declares no KIND")
    return replace(kind, name=name)


def _check(kinds: Iterable[Kind]) -> None:
    by_sigla: dict[str, Kind] = {}
    kinds = tuple(kinds)
    for kind in kinds:
        if not re.fullmatch(r"[A-Z]{2}", kind.sigla):
            raise KindFault(f"{kind.name}: the sigla {kind.sigla!r} is not two capital letters")
        if kind.sigla in by_sigla:
            raise KindFault(f"{kind.name} and {by_sigla[kind.sigla].name} share {kind.sigla}")
        by_sigla[kind.sigla] = kind
        _check_access(kind)
        _check_seguiti(kind)
        unknown = set(kind.needs) - {other.name for other in kinds}
        if unknown:
            raise KindFault(f"{kind.name} needs an unknown kind: {', '.join(sorted(unknown))}")


def _check_access(kind: Kind) -> None:
    for ruolo, cell in kind.access.items():
        if ruolo not in RUOLI:
            raise KindFault(f"{kind.name}: unknown role {ruolo}")
        try:
            parse_grant(cell)
        except ValueError as error:
            raise KindFault(f"{kind.name}: {ruolo}: {error}") from error


def _check_seguiti(kind: Kind) -> None:
    campi = kind.schema.campi()
    for name, seguito in kind.seguiti.items():
        if unknown := set(seguito.fields) - set(campi):
            raise KindFault(f"{kind.name}: {name} fills unknown fields: {sorted(unknown)}")
        if unknown := set(seguito.ruoli) - set(RUOLI):
            raise KindFault(f"{kind.name}: {name} is for unknown roles: {sorted(unknown)}")
        if seguito.after and seguito.after not in kind.seguiti:
            raise KindFault(f"{kind.name}: {name} comes after an unknown part: {seguito.after}")
