"""From YAML to law, strictly: what is not fully understood stops the program with file and line."""
