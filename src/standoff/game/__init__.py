"""The compiled game."""
