"""What the pages say, a module for each room: key → Vietnamese, English."""
