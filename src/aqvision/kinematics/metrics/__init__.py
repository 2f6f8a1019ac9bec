"""The metrics: what each is, and how a pillar is measured."""
