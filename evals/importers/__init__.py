"""Question sets from other people's files: BEIR folders, SQuAD-form JSON, CSV."""

from evals.importers.beir import import_beir
from evals.importers.imported import Imported, write_imported
from evals.importers.squad import import_squad
from evals.importers.table import import_csv

__all__ = ["Imported", "import_beir", "import_csv", "import_squad", "write_imported"]
