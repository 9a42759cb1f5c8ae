"""From passages to a searchable index: segmentation, embedding, BM25, FAISS and their fusion."""

from index.build import build_index
from index.documents import Document, known_documents, plan_documents, read_documents
from index.encoder import Encoder, load_encoder
from index.errors import CrossEncoderError, EncoderError, FolderError, IndexingError, InputError
from index.expansion import known_expansion
from index.plan_index import PlanIndex
from index.search import Hit, Index
from index.segmentation import plan_terms

__all__ = [
    "CrossEncoderError",
    "Document",
    "Encoder",
    "EncoderError",
    "FolderError",
    "Hit",
    "Index",
    "IndexingError",
    "InputError",
    "PlanIndex",
    "build_index",
    "known_documents",
    "known_expansion",
    "load_encoder",
    "plan_documents",
    "plan_terms",
    "read_documents",
]
