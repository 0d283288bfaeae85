"""The office of the matrix, opened once for all who walk it."""

from collections.abc import Iterator

import pytest

from tests.web.matrix.stage import Stage, opened_stage


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The office of the matrix."""
    with opened_stage(tmp_path_factory.mktemp("matrice")) as opened:
        yield opened
