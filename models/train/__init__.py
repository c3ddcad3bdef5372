"""How the bundled model is trained: pairs → vocabulary → teacher → fit → export → evaluate."""
