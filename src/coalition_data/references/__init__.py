"""How to cite: the data, rows of them, and the sources they rest on."""
