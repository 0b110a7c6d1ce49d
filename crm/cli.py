"""The command line, `flask --app crm …`: commands of every feature, registered in one place."""

from importlib import import_module

import click
from flask import Flask

COMMANDS = (
    "crm.people.cli:people_commands",
    "crm.audit.cli:audit_commands",
    "crm.imports.cli:import_command",
    "crm.jobs.cli:jobs_commands",
    "crm.launch:up_command",
    "crm.launch:demo_command",
)


def init_cli(app: Flask) -> None:
    """Register every command and group."""
    for place in COMMANDS:
        module, name = place.split(":")
        command: click.Command = getattr(import_module(module), name)
        app.cli.add_command(command)
