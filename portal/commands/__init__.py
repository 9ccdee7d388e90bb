"""What the command does, by subject; each module adds its own words to the parser."""
