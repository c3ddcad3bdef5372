"""Facts a clause states: agencies and roles, targets, deadlines, legal bases, funding."""
