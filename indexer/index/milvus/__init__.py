"""The index on many machines: everything a generation holds, in Milvus.

A generation is a pair of collections (see ``collections``): searchable rows, and parts of
everything else. An alias names the one that is served, so a new generation takes over in one step.
What is published was built on one machine or on several (see ``publishing``); reading needs nothing
but the address.
"""

from indexer.index.milvus.reading import MilvusIndex

__all__ = ["MilvusIndex"]
