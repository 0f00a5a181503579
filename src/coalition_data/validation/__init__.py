"""What is wrong in a folder of tables, and where."""
