"""Evaluations of cited question answering: sets, measures, runs, reports, comparisons; of us and any rival.

Exports nothing: `evals.cli` is imported at every start of the command line and must not bring the rest along.
"""
