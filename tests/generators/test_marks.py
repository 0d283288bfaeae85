"""What no tag holds is marked as decoration, and nothing else of the page is touched."""

from pathlib import Path

import pytest

from generators.press.engine import TUNABLES, allocator
from generators.press.marks import with_marks

TAGGED = b"/P<</MCID 0>>BDC\nBT\n<0BDC0E>Tj\nET\n10 20 m\n30 20 l S\nEMC\n"


@pytest.mark.parametrize(
    ("drawn", "marked"),
    [
        (b"q 1 w\n1 2 m\n3 2 l S\nQ", b"q 1 w\n/Artifact BMC\n1 2 m\n3 2 l S\nEMC\nQ"),
        (b"1 2 30 40 re f*\n", b"/Artifact BMC\n1 2 30 40 re f*\nEMC\n"),
        (b"q 0 .5 -3 4 re W* n ", b"q /Artifact BMC\n0 .5 -3 4 re W* n\nEMC "),
        (b"1 1 m 2 2 l 3 3 m 4 4 l b\n", b"/Artifact BMC\n1 1 m 2 2 l 3 3 m 4 4 l b\nEMC\n"),
    ],
)
def test_a_line_outside_every_tag_is_decoration(drawn, marked):
    assert with_marks(TAGGED + drawn) == TAGGED + marked
    assert with_marks(drawn + TAGGED) == marked + TAGGED


@pytest.mark.parametrize(
    "whole",
    [
        TAGGED,
        b"/Artifact BMC\n/P<</MCID 1>>BDC\n1 2 m 3 4 l S\nEMC\n5 6 7 8 re f\nEMC\n",
        b"/P<</ActualText( EMC )>>BDC\n1 2 m 3 4 l S\nEMC\n",
        b"/P<</ActualText(\\) EMC )>>BDC\n1 2 m 3 4 l S\nEMC\n",
        b"q 0.1 0 0 0.1 0 0 cm\n0 0 1 rg\nQ\n",
        b"",
    ],
)
def test_what_is_marked_already_stays_as_it_is(whole):
    assert with_marks(whole) == whole


def test_libreoffice_is_given_the_allocator_of_the_machine(tmp_path: Path):
    library = tmp_path / "lib" / "x86_64-linux-gnu" / "libjemalloc.so.2"
    bare = tmp_path / "altra"

    library.parent.mkdir(parents=True)
    library.touch()

    assert allocator(tmp_path) == {"LD_PRELOAD": str(library)}
    assert allocator(bare) == {"GLIBC_TUNABLES": TUNABLES}
