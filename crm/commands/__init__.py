"""The command line, `flask --app crm …`: the table of all commands, and those that belong to no feature."""
