"""A build on many workers: processes of this machine, or of many that see the same disk.

The plans are listed and named once (``coordinator``) and split by the hash of their content
(``shards``). Each shard is an ordinary index in a folder of its own, made by ``indexer.build`` with
all its promises: resumable, incremental, whole or not there (``worker``). Who builds which is left
to Dask (``cluster``): a shard whose worker dies is given to another. What comes of them is
published as one generation, in Milvus (``indexer.index.milvus.publishing``) or in a folder
(``joining``).
"""
