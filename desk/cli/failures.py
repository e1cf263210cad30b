"""What may go wrong in a command, as one clear sentence and an exit code."""

import click

from desk import failures
from desk.cli.cli_i18n import wrong_use
from desk.facts.run_result import COULD_NOT_LOOK, WRONG_USE

EXPECTED = (click.ClickException, click.Abort, KeyboardInterrupt, *failures.EXPECTED)


def told(error: BaseException) -> tuple[str, int]:
    """The sentence (or, for a list of mistakes, the sentences) a person reads, and the exit code."""
    if isinstance(error, click.ClickException):
        return wrong_use(error), WRONG_USE
    if isinstance(error, failures.EXPECTED):
        return failures.sentence(error), WRONG_USE if failures.wrongly_asked(error) else COULD_NOT_LOOK
    # Ctrl-C, which click calls Abort
    return "已停止；看到的都已保存，再次运行会接着做", COULD_NOT_LOOK
