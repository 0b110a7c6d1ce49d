"""How the desk is served: all of it from one command, its processes, gunicorn's threads, what must be right first."""
