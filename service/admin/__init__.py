"""Plans added from the page: files received, read, published as a new generation, or taken back."""
