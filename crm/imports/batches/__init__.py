"""The life of an import: received, shown, decided, written or thrown away, and told."""
