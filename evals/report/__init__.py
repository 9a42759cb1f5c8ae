"""Reports for people: self-contained pages in Traditional Chinese."""

from evals.report.page import run_page

__all__ = ["run_page"]
