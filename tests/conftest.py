"""The real programs, for every room."""

from tests.real_parts import chromium_path, soffice_path

__all__ = ["chromium_path", "soffice_path"]
