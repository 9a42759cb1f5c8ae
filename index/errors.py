"""Errors of building, loading and searching an index.

    PlanbotError
    └── IndexingError
        ├── InputError         a file of passages or queries, or an argument, is not what is needed
        ├── EncoderError       an embedding model cannot be loaded
        ├── CrossEncoderError  a model that reads two texts together cannot be loaded
        └── FolderError        an index folder is missing, damaged, of another version or of another model

Each text says what was given, what is needed and what to do, in Traditional Chinese.
"""

from __future__ import annotations

from corpus.errors import PlanbotError


class IndexingError(PlanbotError):
    """Something is wrong with an index or with what it is made from."""


class InputError(IndexingError):
    """A passage, query or argument is not what is needed; the text names file and line, if any."""


class EncoderError(IndexingError):
    """An embedding model cannot be loaded."""


class CrossEncoderError(IndexingError):
    """A model that reads two texts together cannot be loaded; the text names the setting."""


class FolderError(IndexingError):
    """An index folder cannot be used; the text names the command that mends it."""
