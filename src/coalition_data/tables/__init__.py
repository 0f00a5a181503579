"""The tables: their descriptor, their files as text, their frames."""
