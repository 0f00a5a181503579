"""States of the data: fingerprints of rows, the ledger, splits, and what changed between two."""
