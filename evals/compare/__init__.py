"""Comparing runs over the same questions, and gates for continuous integration."""
