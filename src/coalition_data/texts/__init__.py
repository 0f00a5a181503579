"""Texts that somebody holds, and the words in them that rows rest on."""
