"""From what was sent to a table, in named steps."""
