"""Dossiers as JSON, alone and in batches, and the lines that answer them."""
