"""Short forms of the file, each turned into plain variables, moves and formulas."""
