"""The command line: the same engine for scripts.

Standard output is for data and standard error for people, so that a pipe gets nothing but what was
asked for. Each subcommand is a module, imported when it is called: `--help` needs none of them.
"""

from .command_line import main

__all__ = ["main"]
