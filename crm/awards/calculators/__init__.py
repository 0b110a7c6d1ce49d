"""What a clause would come to for given numbers; nothing is stored."""
