"""From a kind's schema and layout to the forms of its pages, and back to what was typed."""
