"""Publications: reports and papers whose numbers are findings."""
