"""New sources put into the tables: a draft, its rows, and a write that is whole or not at all."""
