"""The cultivation pool: who comes in, who leaves, and its facts as columns."""
