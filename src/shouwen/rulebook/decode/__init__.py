"""From nodes to values: the YAML of a rulebook made into an `Edition`."""
