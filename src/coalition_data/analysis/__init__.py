"""Frames that join and compare what sources say."""
