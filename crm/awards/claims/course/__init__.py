"""The course of a claim: which step leads where, who may take it, what it does, and whom it concerns."""
