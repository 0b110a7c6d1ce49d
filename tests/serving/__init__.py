"""Starting the desk from one command."""
