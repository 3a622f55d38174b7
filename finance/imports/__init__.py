"""The kinds of files that finance reads, registered by being imported. Read at start."""

from . import budget, history

__all__ = ["budget", "history"]
