"""Seeded single faults in the shipped tables, and which of them the validator finds, layer by
layer.
"""
