"""Up to how many texts every channel compares all of them; beyond, vectors are searched by a graph."""

EXACT_LIMIT = 10_000


def is_large(size: int) -> bool:
    """Whether so many texts are too many to compare a query with each of them."""
    return size > EXACT_LIMIT
