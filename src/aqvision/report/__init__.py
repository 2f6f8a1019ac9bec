"""Analysis or Comparison -> report.html: one file that a coach can read, mail and print."""
