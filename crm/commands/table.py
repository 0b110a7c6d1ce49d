"""The command line, `flask --app crm …`: commands of every feature, registered in one place."""

import sys
from importlib import import_module
from pathlib import Path

import click
from flask import Flask

COMMANDS = (
    "crm.people.cli:people_commands",
    "crm.audit.cli:audit_commands",
    "crm.commands.grants:grants_command",
    "crm.commands.rules:rules_commands",
    "crm.imports.cli:import_command",
    "crm.imports.batches.work_cli:import_work_command",
    "crm.jobs.cli:jobs_commands",
    "crm.serving.launch:up_command",
    "crm.serving.launch:demo_command",
)

# The command that needs neither a database nor secrets, and so no application around it.
ALONE = "crm.commands.evaluate:evaluate_command"


def asks_for_evaluate_alone() -> bool:
    """Whether this process is the command line and was asked for that command."""
    program, *arguments = sys.argv
    return Path(program).name in {"flask", "__main__.py"} and "evaluate" in arguments


def init_cli(app: Flask, *places: str) -> None:
    """Register the given commands and groups, without any given every one."""
    for place in places or (*COMMANDS, ALONE):
        module, name = place.split(":")
        command: click.Command = getattr(import_module(module), name)
        app.cli.add_command(command)


def app_without_secrets() -> Flask:
    """Only the command that evaluates a file; it serves no page."""
    app = Flask("crm", template_folder=None)
    init_cli(app, ALONE)
    return app
