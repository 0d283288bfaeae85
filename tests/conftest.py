"""The real programs, for every room; and examples of hypothesis without a stopwatch."""

from hypothesis import settings

from tests.real_parts import chromium_path, soffice_path

__all__ = ["chromium_path", "soffice_path"]

# How long an example takes says more of the machine than of the rule.
settings.register_profile("fascicolo", deadline=None)
settings.load_profile("fascicolo")
