"""A roster of clips -> everybody's reports and one page of the team."""
