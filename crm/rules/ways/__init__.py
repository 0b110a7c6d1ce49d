"""What would change a judgement: single changes, sets of them, and the facts to ask for."""
