"""Who does what and when: pages, commands, acts, wiring."""
