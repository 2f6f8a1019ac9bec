"""Athletes, sessions, clips and results of a team, kept on disk and in a database."""
