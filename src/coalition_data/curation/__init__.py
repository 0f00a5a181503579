"""Adding new sources: a draft, its rows, and a write that happens completely or not at all."""
