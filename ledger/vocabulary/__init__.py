"""The words every folder shares. Frozen, plain data: no database, no network, no clock.

Import words from here: ``from ledger.vocabulary import Finding, Verdict``.
"""

from ledger.vocabulary.account_observation import (
    AccountReading,
    AccountState,
    Freshness,
    Post,
    PostState,
    Source,
)
from ledger.vocabulary.answer import Answer, AnswerKind, AnswerSource
from ledger.vocabulary.coverage import Coverage, Skipped
from ledger.vocabulary.finding import Decision, Event, Finding, FindingEvent, State
from ledger.vocabulary.judgement import (
    Confirm,
    Criterion,
    Evidence,
    Grade,
    Outcome,
    ProblemClass,
    Verdict,
)
from ledger.vocabulary.observation import (
    ColumnList,
    Failure,
    HomePage,
    Identity,
    Item,
    Link,
    Look,
    Page,
    PageKind,
    Probe,
    Referrer,
    Standing,
)
from ledger.vocabulary.reason import DEAD_REASONS, Reason
from ledger.vocabulary.register import (
    Account,
    Column,
    ColumnKind,
    ColumnState,
    Duty,
    FormerName,
    Register,
    RobotsPolicy,
    Site,
    Unit,
)

__all__ = [
    "DEAD_REASONS",
    "Account",
    "AccountReading",
    "AccountState",
    "Answer",
    "AnswerKind",
    "AnswerSource",
    "Column",
    "ColumnKind",
    "ColumnList",
    "ColumnState",
    "Confirm",
    "Coverage",
    "Criterion",
    "Decision",
    "Duty",
    "Event",
    "Evidence",
    "Failure",
    "Finding",
    "FindingEvent",
    "FormerName",
    "Freshness",
    "Grade",
    "HomePage",
    "Identity",
    "Item",
    "Link",
    "Look",
    "Outcome",
    "Page",
    "PageKind",
    "Post",
    "PostState",
    "Probe",
    "ProblemClass",
    "Reason",
    "Referrer",
    "Register",
    "RobotsPolicy",
    "Site",
    "Skipped",
    "Source",
    "Standing",
    "State",
    "Unit",
    "Verdict",
]
