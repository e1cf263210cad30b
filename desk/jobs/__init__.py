"""The work the clock starts, one child process a job: ``python -m desk.jobs NAME``. Each may be started again."""
