"""Blocks of fields that several documents share."""
