"""A package, so that the browser and its event loop end before the next room's tests begin."""
