"""Plans side by side: clauses aligned, what differs in each row, what has no counterpart."""
