"""Rivals: pipelines with default settings as a user would write them, over the same questions and budget."""
