"""Our encoders as LangChain embeddings, queries and passages each under the model's own prompt."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from index.encoder import Encoder


class EncoderEmbeddings(Embeddings):
    """Hands texts to an encoder; vectors have length 1, or 0 where nothing of a text is known."""

    def __init__(self, encoder: Encoder) -> None:
        """Wrap `encoder`."""
        self.encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for each passage, in order."""
        vectors: list[list[float]] = self.encoder.encode_document(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of one query."""
        vector: list[float] = self.encoder.encode_query([text])[0].tolist()
        return vector
