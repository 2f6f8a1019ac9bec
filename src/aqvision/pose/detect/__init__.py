"""Pictures -> the people in each, by a pose network in processes of its own."""
