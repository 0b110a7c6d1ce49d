"""Questions in the form of a service: facts that block a verdict, answered where they were heard."""
