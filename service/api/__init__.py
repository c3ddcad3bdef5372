"""The HTTP door: version 1 of the API, and the application that also serves the pages."""
