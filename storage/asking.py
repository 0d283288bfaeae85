"""
From what a person asks to clauses of the index.

The clauses are built here, never parsed from what was typed: no character has a meaning of its
own. What the person may see is one of the clauses, so that counts and snippets cannot leak.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tantivy import FieldType, Index, Occur, Order
from tantivy import Query as Clause

from storage.archive import Query
from storage.entries import day_number, key_at
from storage.records import document_key
from storage.words import (
    EMPTY,
    PREFIX_FROM,
    TYPO_FROM,
    Exact,
    Words,
    asked,
    italian_analyzer,
    plain_analyzer,
)

_ORDERS: Mapping[str, tuple[str | None, Order]] = {
    "data": ("recente", Order.Desc),
    "numero": ("rango", Order.Asc),
    "rilevanza": (None, Order.Desc),
}
_VALUES = 200  # of one facet
_FEW = 32  # terms: as a set, many are found faster, and few slower, than one by one

_PLAIN, _ITALIAN = plain_analyzer(), italian_analyzer()


@dataclass(frozen=True)
class Found:
    """What the index answers: how many in all, the keys of a page, counts by facet and value."""

    total: int
    keys: Sequence[str]
    counts: Mapping[str, Mapping[str, int]]


class Asking:
    """One search over the index as it is now."""

    def __init__(self, index: Index, query: Query) -> None:
        self._schema, self._query = index.schema, query
        self._searcher = index.searcher()
        self._parts = asked(query.words, _PLAIN)
        self._ranked = query.order == "rilevanza"

    @property
    def words(self) -> Sequence[Words]:
        """Return the words asked for, what is exact left out."""
        return [part for part in self._parts if isinstance(part, Words)]

    def answer(self, *, typos: bool) -> Found:
        """Return what matches; with *typos*, also words one letter away from those asked."""
        clause = Clause.boolean_query([*self._filters(), *self._asked(typos)])
        total, keys = self._page(clause)
        return Found(total, keys, self._counted(clause) if self._query.counted else {})

    def _page(self, clause: Clause) -> tuple[int, Sequence[str]]:
        """Return how many documents match, and the keys of the page asked for."""
        query = self._query
        field, order = _ORDERS[query.order]
        found = self._searcher.search(
            clause,
            limit=max(query.limit, 1),
            offset=query.offset,
            order_by_field=field,
            order=order,
        )
        total: int = found.count  # type: ignore[attr-defined]  # tantivy's stubs leave it out
        addresses = [address for _, address in found.hits[: query.limit]]
        ranks = self._searcher.fast_field_values("rango", addresses) if addresses else []
        return total, [key_at(int(rank)) for rank in ranks if rank is not None]

    def _counted(self, clause: Clause) -> Mapping[str, Mapping[str, int]]:
        """Return how many documents match for each value of each facet asked for."""
        wanted = {name: {"terms": {"field": name, "size": _VALUES}} for name in self._query.counted}
        found = self._searcher.aggregate(clause, wanted)
        return {
            name: {str(it["key"]): int(it["doc_count"]) for it in found[name]["buckets"]}
            for name in wanted
        }

    # Filters.

    def _filters(self) -> Iterator[tuple[Occur, Clause]]:
        query = self._query
        yield Occur.Must, self._visible()
        chosen = {
            "kind": query.kinds,
            "territorio": query.territori,
            "stato": query.stati,
            "cpi": query.cpi,
            "autore": query.autori,
            "categoria": query.categorie,
            "fascicolo": (query.fascicolo,) if query.fascicolo else (),
            "codice": (query.codice_fiscale.upper(),) if query.codice_fiscale else (),
        }
        for field, values in chosen.items():
            if values:
                yield Occur.Must, self._one_of(field, values)
        if query.dal or query.al:
            yield Occur.Must, self._days()

    def _visible(self) -> Clause:
        """Return the clause of what the person may see: nothing, unless a pair says so."""
        by_territorio: dict[str, list[str]] = {}
        for kind, territorio in self._query.visible.pairs:
            by_territorio.setdefault(territorio, []).append(kind)
        clauses = [
            _all([self._one_of("kind", kinds)] + [self._term("territorio", it)] * bool(it))
            for it, kinds in by_territorio.items()
        ]
        if numbers := self._query.visible.numbers:
            clauses.append(self._one_of("numero", [document_key(number) for number in numbers]))
        return _any(clauses) if clauses else Clause.empty_query()

    def _days(self) -> Clause:
        dal, al = self._query.dal, self._query.al
        return Clause.range_query(
            self._schema,
            "giorno",
            FieldType.Unsigned,
            day_number(dal) if dal else None,
            day_number(al) if al else None,
        )

    # Words.

    def _asked(self, typos: bool) -> Iterator[tuple[Occur, Clause]]:
        if self._query.words.strip() and not self._parts:
            yield Occur.Must, Clause.empty_query()  # nothing but signs: they are in no document
        empty = all(set(part.tokens) <= EMPTY for part in self.words)
        for place, part in enumerate(self._parts):
            last = place == len(self._parts) - 1
            if isinstance(part, Exact):
                yield Occur.Must, self._term(part.field, part.value)
            elif set(part.tokens) <= EMPTY and not part.phrase and not empty:
                # An article adds weight to who is called so ("Di Maio") and excludes nobody.
                if self._ranked:
                    yield Occur.Should, self._consecutive("persona", part.tokens)
            else:
                yield Occur.Must, _any(self._ways(part, prefix=last, typos=typos))

    def _ways(self, part: Words, *, prefix: bool, typos: bool) -> Iterator[Clause]:
        """Yield the ways in which a document may have the words of *part*."""
        tokens, stems = part.tokens, [] if part.phrase else self._stems(part.tokens)
        # Who has the words has their stems: when nothing is to be weighed, those are enough.
        if self._ranked or not stems:
            yield Clause.boost_query(self._consecutive("persona", tokens), 4.0)
            yield Clause.boost_query(self._consecutive("azienda", tokens), 2.0)
            yield self._consecutive("parole", tokens)
        if stems:
            yield _all(self._term("testo", stem) for stem in stems)
        if part.phrase:
            return
        if prefix and len(tokens[-1]) >= PREFIX_FROM:
            yield Clause.boost_query(self._beginning(tokens), 0.5)
        if typos:
            yield from self._misspelt(tokens)

    def _stems(self, tokens: Sequence[str]) -> Sequence[str]:
        """Return the stems that stand for *tokens*; none when one is the name of a person."""
        # "Rossi" and "Rosso" have one stem and are two families.
        if any(self._searcher.doc_freq("persona", token) for token in tokens):
            return []
        return _ITALIAN.analyze(" ".join(tokens))

    def _beginning(self, tokens: Sequence[str]) -> Clause:
        if len(tokens) == 1:
            return Clause.fuzzy_term_query(self._schema, "parole", tokens[0], 0, prefix=True)
        return Clause.phrase_prefix_query(self._schema, "parole", [*tokens])

    def _misspelt(self, tokens: Sequence[str]) -> Iterator[Clause]:
        words = [token for token in tokens if token not in EMPTY]
        if words and all(len(word) >= TYPO_FROM and word.isalpha() for word in words):
            yield Clause.boost_query(
                _all(Clause.fuzzy_term_query(self._schema, "parole", word, 1) for word in words),
                0.2,
            )

    def _consecutive(self, field: str, tokens: Sequence[str]) -> Clause:
        if len(tokens) == 1:
            return self._term(field, tokens[0])
        return Clause.phrase_query(self._schema, field, [*tokens])

    def _term(self, field: str, value: str) -> Clause:
        return Clause.term_query(self._schema, field, value)

    def _one_of(self, field: str, values: Sequence[str]) -> Clause:
        if len(values) > _FEW:
            return Clause.term_set_query(self._schema, field, values)
        terms = [self._term(field, value) for value in values]
        return terms[0] if len(terms) == 1 else _any(terms)


def _any(clauses: Iterable[Clause]) -> Clause:
    return Clause.boolean_query([(Occur.Should, clause) for clause in clauses])


def _all(clauses: Iterable[Clause]) -> Clause:
    return Clause.boolean_query([(Occur.Must, clause) for clause in clauses])
