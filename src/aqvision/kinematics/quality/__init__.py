"""Steps -> one value a metric, its error, and its grade."""
