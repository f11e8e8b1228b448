"""`make faults`: deliberate faults, put into a copy of the project one at a time."""
