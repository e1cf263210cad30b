"""What a job is told: which slot it is for, on which desk. Decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from desk.config.schedule import Job, Schedule
from desk.context import Desk


@dataclass(frozen=True)
class Order:
    """One start of one slot. ``due`` is the slot's moment, ``now`` that of this start."""

    job: Job
    desk: Desk
    schedule: Schedule
    due: datetime
    now: datetime

    @property
    def run(self) -> str:
        """The run's key: the slot's, so that a second start goes on with the first one's run."""
        return f"{self.due:%Y%m%dT%H%M%S}-{self.job}"


class NotDone(Exception):
    """The job could not be done, or not all of it; the text is a Chinese sentence with what to do."""
