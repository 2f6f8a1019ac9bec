"""Tables of one version -> tables of the next, a file a step."""
