"""Rules as plain Python: no input or output, no clock, no form library."""
