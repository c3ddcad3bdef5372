"""The pages: rendered here, complete without JavaScript, nothing fetched from another host."""
