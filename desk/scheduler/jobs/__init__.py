"""The work the clock starts, a child process a job (``python -m desk.scheduler.jobs NAME``); each may start again."""
