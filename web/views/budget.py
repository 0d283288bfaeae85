"""Risorse: the chapters of the budget, in a table and as bars."""

from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.acts.budget import Chapter, budget
from web.services import office

bp = Blueprint("budget", __name__, url_prefix="/risorse")


@dataclass(frozen=True)
class Bar:
    """A chapter as a bar: how much of a thousand is paid, and how much more is taken."""

    chapter: Chapter
    pagato: int
    impegnato: int


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show what each chapter has, what is taken, paid and left."""
    found = budget(office=office())
    return render_template(
        "risorse.html",
        budget=found,
        bars=[_bar(chapter) for chapter in found.chapters if chapter.stanziato],
    )


def _bar(chapter: Chapter) -> Bar:
    paid, taken = _share(chapter.pagato, chapter), _share(chapter.impegnato, chapter)
    return Bar(chapter, min(paid, 1000), max(0, min(taken, 1000) - min(paid, 1000)))


def _share(amount: Decimal, chapter: Chapter) -> int:
    return round(1000 * amount / chapter.stanziato) if chapter.stanziato else 0
