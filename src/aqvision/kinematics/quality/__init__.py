"""Steps -> one value a metric, its error, and how far to trust it."""
