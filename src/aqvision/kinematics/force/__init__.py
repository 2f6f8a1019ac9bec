"""Forces without a force plate: from how a run gathers speed, and from contact and flight."""
