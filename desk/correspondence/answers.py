"""What units answer, from the box or from a file into the ledger. Closes no problem and sends nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from desk.context import Desk
from desk.correspondence.receipts import NoReceipt, Receipt, read_receipt
from desk.findings.appeals import said_of
from desk.mail.bounces import is_bounce, is_notice, put_bounce
from desk.mail.mailbox import LARGEST, BoxTrouble, Received, open_box
from desk.mail.mime import Mail, MailFile, UnreadableMail, read_mail
from desk.mail.server_settings import ImapServer
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.kept_files import keep_file
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger, NoSuchFinding
from ledger.vocabulary import Answer, AnswerKind, AnswerSource
from ledger.vocabulary.post.incoming import Incoming, MailKind, MailState
from ledger.vocabulary.post.outbox import Letter
from reports.figures.text import shorten
from reports.mail.address import addresses, bare
from reports.sheets import receipt as form

BEFORE = timedelta(days=1)  # mail dates are by other clocks than ours
NO_LETTERS = timedelta(days=30)  # how far back a box is read for an office that has written no letter
TABLES = 5  # workbooks of one mail that are opened: reading one made to be slow takes seconds
_CLOSED = {
    "winmail.dat": "附件是 winmail.dat，读不出，请对方改用网页邮箱重新发送",
    "smime.p7m": "邮件经过加密或签名封装（smime.p7m），读不出，请对方不加密、不签名重新发送",
}
_TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ett")


@dataclass(frozen=True)
class Came:
    """What came in: the mails (or files), the answers they brought, how many wait in the box, what broke."""

    mails: tuple[Incoming, ...] = ()
    answers: tuple[Answer, ...] = ()
    left: int = 0
    trouble: str = ""

    @property
    def fixed(self) -> tuple[int, ...]:
        """Problems now said to be put right: each is to be looked at again."""
        return tuple(dict.fromkeys(one.finding for one in self.answers if one.kind is AnswerKind.FIXED))


@dataclass(frozen=True)
class AnswerOwner:
    """Whose a 回执 is taken to be; ``doubt``: why it is not surely the unit's own, or ""."""

    unit: str = ""
    letter: int = 0
    doubt: str = ""


def fetch(desk: Desk, ledger: Ledger, server: ImapServer, now: datetime) -> Came:
    """Read what is new in the box, each mail into the ledger before the next is asked for."""
    mails: list[Incoming] = []
    answers: list[Answer] = []
    left, trouble = 0, ""
    try:
        with open_box(server) as box:
            try:
                for one in box.newer(ledger.inbox.last_uid(box.validity), _since(ledger, now)):
                    if taken := take_mail(desk, ledger, one, now, (server.password,)):
                        mails.append(taken[0])
                        answers += taken[1]
            finally:
                left = box.left
    except BoxTrouble as error:
        trouble = str(error)
    return Came(tuple(mails), tuple(answers), left, trouble)


def _since(ledger: Ledger, now: datetime) -> date:
    """Before the first letter nobody can have answered."""
    first = min((one.created for one in ledger.letters.find()), default=now - NO_LETTERS)
    return (first - BEFORE).date()


def take_mail(
    desk: Desk, ledger: Ledger, one: Received, now: datetime, secrets: Sequence[str] = ()
) -> tuple[Incoming, list[Answer]] | None:
    """One mail of the box, recognised and kept. Read a second time it does nothing, and there is none to tell.

    ``secrets``: ours, which a mail server's notice may repeat.
    """
    try:
        mail = read_mail(one.raw).without(secrets)
    except UnreadableMail:
        mail = Mail(hashlib.sha256(one.raw).hexdigest(), "", "", "（读不出主题）")
        kept = _kept_as(mail, one, now, MailKind.UNREADABLE, MailState.BY_HAND, note="邮件写法不合规范，没有读出")
        known = ledger.inbox.by_mark(mail.mark)
        put = ledger.inbox.keep(_with_file(desk.workspace, kept, one))
        return None if known else put
    if known := ledger.inbox.by_mark(mail.mark):
        ledger.inbox.keep(replace(known, validity=one.validity, uid=one.uid))
        return None
    if not one.whole:
        note = f"超过 {LARGEST // 1_000_000} MB，没有读取，请在邮箱里打开"
        kept = _kept_as(mail, one, now, MailKind.UNREADABLE, MailState.BY_HAND, note=note)
        return ledger.inbox.keep(kept)
    kept, answers = _recognised(desk, ledger, mail, one, now)
    return ledger.inbox.keep(_with_file(desk.workspace, kept, one), answers)


def _recognised(
    desk: Desk, ledger: Ledger, mail: Mail, one: Received, now: datetime
) -> tuple[Incoming, Sequence[Answer]]:
    read = [(file, read_receipt(file.data)) for file in [*filter(_is_table, mail.files)][:TABLES]]
    receipts = [(file, found) for file, found in read if isinstance(found, Receipt)]
    if any(found.rows or found.troubles for _, found in receipts):
        return _receipts(desk, ledger, mail, receipts, one, now)
    # none of it was filled in: what a machine sends back is our own letter
    if is_bounce(mail):
        put = put_bounce(ledger, mail, now)
        about = (int(put.letter.id), put.letter.unit) if put.letter else (0, "")
        return _kept_as(mail, one, now, MailKind.BOUNCE, put.state, *about, note=put.note), ()
    if is_notice(mail):
        return _kept_as(mail, one, now, MailKind.AUTO, MailState.SKIPPED, note="邮件系统的通知"), ()
    if mail.auto:
        return _kept_as(mail, one, now, MailKind.AUTO, MailState.SKIPPED), ()
    if receipts:
        return _receipts(desk, ledger, mail, receipts, one, now)
    wrong = [f"附件“{file.name}”{found.why}" for file, found in read if isinstance(found, NoReceipt) and found.form]
    wrong += [told for file in mail.files if (told := _CLOSED.get(file.name.lower()))]
    kind = MailKind.RECEIPT if wrong else MailKind.OTHER
    whose = _whose(desk, ledger, mail, "")
    about = (0, "") if whose.doubt else (whose.letter, whose.unit)
    return _kept_as(mail, one, now, kind, MailState.BY_HAND, *about, note="；".join(wrong)), ()


def _receipts(
    desk: Desk, ledger: Ledger, mail: Mail, receipts: list[tuple[MailFile, Receipt]], one: Received, now: datetime
) -> tuple[Incoming, Sequence[Answer]]:
    """A mail with filled-in forms: its answers where it is surely the unit's own; else it waits for a clerk."""
    whose = _whose(desk, ledger, mail, next((found.mark for _, found in receipts if found.mark), ""))
    names = tuple(keep_file(desk.workspace, file.data, file.name) for file in mail.files)
    kept = _kept_as(mail, one, now, MailKind.RECEIPT, MailState.CLAIM, whose.letter, whose.unit, whose.doubt)
    kept = replace(kept, files=names)
    if whose.doubt:
        return kept, ()
    taken = _taken(ledger, whose.unit)
    receipts = [(file, found) for file, found in receipts if hashlib.sha256(file.data).hexdigest() not in taken]
    if not receipts:
        return replace(kept, state=MailState.SKIPPED, note="同一份回执已经收过，没有再记"), ()
    told: list[str] = []
    answers: list[Answer] = []
    for _, found in receipts:
        made, refused = answers_of(desk, ledger, found, whose, now, AnswerSource.MAIL)
        answers += [replace(a, message_id=mail.message_id, evidence=tuple(map(_sha, names))) for a in made]
        told += [*refused, *found.troubles]
        told += [f"还没有答复的问题：编号 {'、'.join(map(str, found.blank))}"] if found.blank else []
    wrong = not answers or any(bool(found.troubles) for _, found in receipts) or any("没有记入" in t for t in told)
    if not answers:
        told.append("回执里没有填写任何答复")
    return replace(kept, state=MailState.BY_HAND if wrong else MailState.DONE, note="；".join(told)), answers


def _taken(ledger: Ledger, unit: str) -> frozenset[str]:
    """The files whose answers are in the ledger: sent once more they say nothing new."""
    return frozenset(sha for answer in ledger.answers.find(unit=unit) for sha in answer.evidence)


def _whose(desk: Desk, ledger: Ledger, mail: Mail, mark: str) -> AnswerOwner:
    """By the form's own mark or the letter that the mail answers; and only from an address that is the unit's."""
    answered = ledger.letters.by_message_id(mail.references)
    marked, letters = _marked(ledger, mark)
    if answered and marked and answered.unit != marked:
        return AnswerOwner(doubt="回执表与所回复的信件不是同一个单位的")
    letter = answered or (letters[-1] if letters else None)
    unit = marked or (answered.unit if answered else "")
    if not unit:
        return AnswerOwner(doubt="认不出是哪封信的回执")
    whose = AnswerOwner(unit, letter.id if letter else 0)
    known = _known_addresses(desk, unit, [*letters, *([answered] if answered else [])])
    if mail.sender not in known:
        return replace(whose, doubt=f"发信地址“{mail.sender or '不明'}”不是该单位登记的邮箱")
    if mail.forged:
        return replace(whose, doubt=f"发信地址可能是冒用的：收信服务器查验 {mail.forged} 没有通过，请电话核实")
    return whose


def _marked(ledger: Ledger, mark: str) -> tuple[str, list[Letter]]:
    """The unit whose form carries this mark, and its letters of the form's period; "" for no form of ours."""
    unit, period = (ledger.answers.receipt_of(mark) if mark else None) or ("", "")
    return unit, [one for one in ledger.letters.find(period=period) if one.unit == unit] if unit else []


def _known_addresses(desk: Desk, unit: str, letters: Iterable[Letter]) -> set[str]:
    registered = desk.register.units.get(unit)
    found = bare(addresses(registered.email, "")[0]) if registered else ()
    return {one.lower() for one in (*found, *(to for letter in letters for to in letter.recipients))}


def answers_of(
    desk: Desk, ledger: Ledger, receipt: Receipt, whose: AnswerOwner, now: datetime, source: AnswerSource
) -> tuple[list[Answer], list[str]]:
    """The form's lines as answers, each for all that says the same fact; those on what is not this unit's are refused,
    each in words."""
    told = {matter.finding for matter in ledger.letters.matters(whose.letter)} if whose.letter else set()
    foot = receipt.foot
    phone = foot.get(form.PHONE, "")
    by = foot.get(form.FILLER, "") + (f"（{phone}）" if phone else "")
    answers, refused = [], []
    named = {row.finding for row in receipt.rows}
    for row in receipt.rows:
        if not _is_theirs(ledger, row.finding, whose.unit, told):
            refused.append(f"第 {row.row} 行编号 {row.finding} 不是该单位的问题，没有记入")
            continue
        said = Answer(row.finding, whose.unit, now, row.kind, source, by, foot.get(form.REVIEWER, ""))
        said = replace(said, cause=row.cause, measure=row.measure, done_on=row.done_on, new_address=row.new_address)
        said = replace(said, likewise=foot.get(form.LIKEWISE, ""), received=foot.get(form.RECEIVED, ""), note=row.note)
        said = replace(said, letter=whose.letter)
        same = said_of(desk, ledger, row.finding, row.kind, now)
        answers += [said, *(replace(said, finding=number) for number in same if number not in named)]
    return answers, refused


def _is_theirs(ledger: Ledger, number: int, unit: str, told: set[int]) -> bool:
    try:
        return number in told or ledger.findings.get(number).unit == unit
    except NoSuchFinding:
        return False


def take_file(desk: Desk, ledger: Ledger, path: Path, unit: str, by: str, now: datetime) -> Came:
    """A form that was handed over as a file. ``unit`` is asked for only where the form lost its mark."""
    data = path.read_bytes()
    found = read_receipt(data)
    if isinstance(found, NoReceipt):
        raise ConfigError(ConfigMistake(path.name, found.why, "然后再运行一次"))
    marked, letters = _marked(ledger, found.mark)
    whose = AnswerOwner(marked or unit, letters[-1].id if letters else 0)
    if whose.unit not in desk.register.units or (unit and unit != whose.unit):
        advice = "请核对后用 --unit 写明单位编号"
        raise ConfigError(ConfigMistake(path.name, "认不出是哪个单位的回执，或与 --unit 不符", advice))
    answers, refused = answers_of(desk, ledger, found, whose, now, AnswerSource.CLERK)
    name = keep_file(desk.workspace, data, path.name)
    mark = f"file:{_sha(name)}"
    told = "；".join((*refused, *found.troubles, *([] if answers else ["回执里没有填写任何答复"])))
    kept = Incoming(
        mark, "", 0, 0, by, path.name, now, MailKind.RECEIPT, MailState.DONE, whose.letter, whose.unit, note=told
    )
    again = ledger.inbox.by_mark(mark) is not None or _sha(name) in _taken(ledger, whose.unit)
    answers = [] if again else [replace(one, evidence=(_sha(name),)) for one in answers]
    mail, made = ledger.inbox.keep(replace(kept, files=(name,), note=told), answers)
    return Came((mail,), tuple(made), trouble="这个文件已经收过，没有再记" if again else "")


def _is_table(file: MailFile) -> bool:
    return file.name.lower().endswith(_TABLES) or (file.data[:2] == b"PK" and b"xl/workbook" in file.data)


def _sha(name: str) -> str:
    return name.partition(".")[0]


def _kept_as(
    mail: Mail,
    one: Received,
    now: datetime,
    kind: MailKind,
    state: MailState,
    letter: int = 0,
    unit: str = "",
    note: str = "",
) -> Incoming:
    where = (mail.mark, mail.message_id, one.validity, one.uid, mail.sender, mail.subject, now)
    return Incoming(*where, kind, state, letter, unit, note=shorten(note, 1000))


def _with_file(workspace: Workspace, kept: Incoming, one: Received) -> Incoming:
    """A mail that waits is kept whole, for the clerk to open."""
    if not kept.state.waits:
        return kept
    return replace(kept, sha256=_sha(keep_file(workspace, one.raw, "mail.eml")))
