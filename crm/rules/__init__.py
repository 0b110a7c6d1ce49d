"""The engine: a rulebook and the facts of an enterprise give a judgement; no web, no database, no clock."""
