"""States of the data: fingerprints of rows, the ledger, and what changed between two of them."""
