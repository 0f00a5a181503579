"""References: of which release rows are, and how to cite them and their sources."""
