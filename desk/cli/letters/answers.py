"""`xuncha answers …`: what units answer, from the office's box, from a file, or as a clerk enters it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from desk.cli.asking import BY
from desk.cli.deciding.appeals import LINE
from desk.cli.json_line import echo_json
from desk.cli.looking.inspect import ALLOW, NOW
from desk.cli.looking.recheck import WORDS
from desk.cli.options import JSON
from desk.context import Desk, open_desk
from desk.correspondence.answers import Came, fetch, take_file
from desk.correspondence.entering import enter_answer
from desk.correspondence.receipts import day_in
from desk.mail.server_settings import imap_server, load_mail
from desk.presenters.place_names import unit_name
from desk.workspace.clock import now_or
from desk.workspace.config_mistakes import CannotLook, ConfigError, ConfigMistake
from ledger.ledger import Ledger, LedgerError, NoSuchMail, NotWaiting
from ledger.vocabulary import Answer, AnswerKind, AnswerSource, Event, Finding, State
from ledger.vocabulary.post.incoming import Incoming, MailKind, MailState
from reports.figures.text import plain, shorten, stamp

LOOK = click.option("--no-recheck", is_flag=True, help="报来已整改的不立即复查")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
NUMBER = click.argument("number", metavar="编号", type=click.IntRange(1, 10**12))
ADVICE = {
    MailState.CLAIM: "请核实是哪个单位发来的，再运行 xuncha answers show 编号，按所列文件用 xuncha answers take 收下",
    MailState.BY_HAND: "请用 xuncha answers show 编号 查看，处理后运行 xuncha answers done 编号 --why 怎样处理的",
}


@click.group()
def answers() -> None:
    """各单位的回执：收邮件、收文件、人工录入、查看。"""


@answers.command("fetch")
@LOOK
@ALLOW
@NOW
@click.pass_obj
def fetch_answers(folder: Path | None, no_recheck: bool, allow_private: bool, moment: str | None) -> None:
    """到邮箱里读一次新来的回执和退信。"""
    desk, now = open_desk(folder), now_or(moment)
    server = imap_server(load_mail(desk.workspace), desk.workspace)
    desk.workspace.prepare()
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        came = fetch(desk, ledger, server, now)
    _came(desk, came, now)
    counts = Counter(one.kind for one in came.mails)
    told = "，".join(f"{kind} {counts[kind]} 封" for kind in MailKind if counts[kind])
    click.echo(f"新读邮件 {len(came.mails)} 封{f'：{told}' if told else ''}；记入答复 {len(came.answers)} 条。")
    if came.left and not came.trouble:
        click.echo(f"还有 {came.left} 封没有读，请再运行一次。")
    worse = _advise(came.mails)
    if not no_recheck:
        worse |= _look_again(desk, came.fixed, now, allow_private=allow_private)
    if came.trouble:
        click.echo(f"{came.trouble}。", err=True)
        raise click.exceptions.Exit(3)
    raise click.exceptions.Exit(1 if worse or came.left else 0)


@answers.command("take")
@click.argument("file", metavar="文件", type=FILE)
@click.option("--unit", default="", help="单位编号；回执表认不出是哪个单位的时候写")
@click.option("--mail", "number", type=int, help="这份回执来自哪封待处理的来件（编号），一并记为已处理")
@LOOK
@ALLOW
@BY
@NOW
@click.pass_obj
def take(
    folder: Path | None,
    file: Path,
    unit: str,
    number: int | None,
    no_recheck: bool,
    allow_private: bool,
    by: str,
    moment: str | None,
) -> None:
    """收下一份回执文件（.xlsx）：当面送来的，或来件中待认领的。"""
    desk, now = open_desk(folder), now_or(moment)
    desk.workspace.prepare()
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        came = take_file(desk, ledger, file, unit, by, now)
        if number is not None:
            _settled(ledger, number, by, f"已收下回执 {file.name}", now)
    _came(desk, came, now)
    click.echo(f"{came.trouble}。" if came.trouble else f"记入答复 {len(came.answers)} 条。")
    worse = any(one.note for one in came.mails) and not came.trouble
    if not no_recheck:
        worse |= _look_again(desk, came.fixed, now, allow_private=allow_private)
    raise click.exceptions.Exit(1 if worse else 0)


@answers.command("enter")
@NUMBER
@click.option("--fixed", "kind", flag_value=AnswerKind.FIXED.value, help="已整改（立即复查）")
@click.option("--working", "kind", flag_value=AnswerKind.WORKING.value, help="整改中")
@click.option("--appeal", "kind", flag_value=AnswerKind.APPEAL.value, help="申诉（理由写在 --cause）")
@LINE
@click.option("--cause", default="", help="原因，或申诉的理由")
@click.option("--measure", default="", help="整改措施")
@click.option("--done", "done", default="", help="完成（或预计完成）日期，如 2026-11-23")
@click.option("--address", default="", help="整改后的地址")
@click.option(
    "--evidence", type=click.Path(path_type=Path, exists=True, dir_okay=False), multiple=True, help="证明材料"
)
@LOOK
@ALLOW
@BY
@NOW
@click.pass_obj
def enter(
    folder: Path | None,
    number: int,
    kind: str | None,
    whole: bool,
    cause: str,
    measure: str,
    done: str,
    address: str,
    evidence: tuple[Path, ...],
    no_recheck: bool,
    allow_private: bool,
    by: str,
    moment: str | None,
) -> None:
    """录入单位对一个问题的答复（电话、公文等报来的），连同是同一件事的问题。"""
    said, day = _meant(kind, cause, done, whole=whole)
    desk, now = open_desk(folder), now_or(moment)
    desk.workspace.prepare()
    files = tuple((one.name, one.read_bytes()) for one in evidence)
    answer = Answer(number, "", now, said, AnswerSource.CLERK, by, "", cause, measure, day, address)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        came = enter_answer(desk, ledger, answer, files, line=whole)
    _came(desk, came, now)
    worse = any(one.note for one in came.answers)
    if not no_recheck:
        worse |= _look_again(desk, came.fixed, now, allow_private=allow_private)
    raise click.exceptions.Exit(1 if worse else 0)


@answers.command("list")
@click.option("--unit", default=None, help="只看这个单位的（单位编号）")
@click.option("--all", "everything", is_flag=True, help="连同不需再处理的")
@JSON
@NOW
@click.pass_obj
def list_answers(folder: Path | None, unit: str | None, everything: bool, as_json: bool, moment: str | None) -> None:
    """列出等人处理的来件、未裁定的申诉和没能记入的答复。"""
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        mails = [one for one in ledger.inbox.find() if unit in (None, one.unit)]
        found = ledger.answers.find(unit=unit)
        waiting = _waiting(ledger, found, unit)
    shown = mails if everything else [one for one in mails if one.state.waits]
    said = found if everything else waiting
    if as_json:
        told = {"mails": [asdict(one) for one in shown], "answers": [asdict(one) for one in said]}
        echo_json(told)
    else:
        _came(desk, Came(tuple(shown), tuple(said)), now)
        click.echo(f"来件 {len(shown)} 封，答复 {len(said)} 条。")
        _advise(shown)
    raise click.exceptions.Exit(1 if waiting or any(one.state.waits for one in mails) else 0)


def _waiting(ledger: Ledger, found: Sequence[Answer], unit: str | None) -> list[Answer]:
    """Every appeal not ruled on, whatever was said after it; and of each problem the last answer, where it could not
    be done."""
    said = {one.finding: one for one in found if one.kind is AnswerKind.APPEAL}
    appeals = [f for f in ledger.findings.find() if f.appeal and (unit in (None, f.unit) or f.id in said)]
    kept = [one if (one := said.get(f.id)) and one.cause == f.appeal else _entered(ledger, f) for f in appeals]
    last = {one.finding: one for one in found}.values()
    undone = (one for one in last if one.note and ledger.findings.get(one.finding).state is not State.CLOSED)
    return kept + [one for one in undone if one not in kept]


def _entered(ledger: Ledger, f: Finding) -> Answer:
    """An appeal that a clerk entered with `xuncha finding appeal`."""
    event = [e for e in ledger.findings.history(f.id) if e.event is Event.APPEAL][-1]
    return Answer(f.id, f.unit, event.at, AnswerKind.APPEAL, AnswerSource.CLERK, event.by, cause=f.appeal)


@answers.command("show")
@NUMBER
@click.pass_obj
def show(folder: Path | None, number: int) -> None:
    """显示一封来件：来自谁、带来什么、文件存在哪里。"""
    desk = open_desk(folder)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        try:
            mail = ledger.inbox.get(number)
        except NoSuchMail as error:
            raise ConfigError(ConfigMistake(f"来件 {number}", str(error).rstrip("。"), "请核对编号")) from error
        found = [one for one in ledger.answers.find() if mail.message_id and one.message_id == mail.message_id]
    _came(desk, Came((mail,), tuple(found)), mail.received)
    for name in (*([f"{mail.sha256}.eml"] if mail.sha256 else []), *mail.files):
        click.echo(f"【文件】{desk.workspace.answers / name}")
    if mail.letter:
        click.echo(f"所回复的信件：{mail.letter}（xuncha letters show {mail.letter}）")


@answers.command("done")
@NUMBER
@click.option("--why", required=True, help="怎样处理的")
@BY
@NOW
@click.pass_obj
def done_with(folder: Path | None, number: int, why: str, by: str, moment: str | None) -> None:
    """把一封等人处理的来件记为已处理。"""
    desk, now = open_desk(folder), now_or(moment)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        mail = _settled(ledger, number, by, why, now)
    _came(desk, Came((mail,)), now)


def _settled(ledger: Ledger, number: int, by: str, why: str, now: datetime) -> Incoming:
    try:
        return ledger.inbox.settle(number, by, why, now)
    except (NoSuchMail, NotWaiting) as error:
        told = str(error).rstrip("。")
        raise ConfigError(ConfigMistake(f"来件 {number}", told, "请用 xuncha answers list 核对编号")) from error


def _meant(kind: str | None, cause: str, done: str, *, whole: bool) -> tuple[AnswerKind, date | None]:
    if kind is None:
        raise click.UsageError("请写 --fixed、--working、--appeal 中的一个")
    said = AnswerKind(kind)
    if whole and said is not AnswerKind.APPEAL:
        raise click.UsageError("--line 只和 --appeal 一起写")
    if said is AnswerKind.APPEAL and not cause:
        raise click.UsageError("申诉请用 --cause 写明理由")
    day = day_in(done)
    if done and day is None:
        raise ConfigError(ConfigMistake("--done", f"“{done}”不是日期", "请写成 2026-11-23"))
    return said, day


def _came(desk: Desk, came: Came, now: datetime) -> None:
    for one in came.mails:
        unit = unit_name(desk, one.unit, now.date()) if one.unit else "（单位不明）"
        _line(f"{one.id:>5}", one.state, one.kind, unit, one.sender, shorten(one.subject, 60), note=one.note)
    for said in came.answers:
        words = "；".join(part for part in (said.measure, said.cause, said.new_address) if part)
        day = said.done_on.isoformat() if said.done_on else ""
        unit = unit_name(desk, said.unit, now.date())
        _line(f"  问题 {said.finding}", said.kind, day, unit, said.by, stamp(said.at), words, note=said.note)


def _line(first: str, *parts: str, note: str) -> None:
    told = [first, *(shorten(part, 160) for part in parts if part)]
    click.echo("  ".join([*told, *([f"【{shorten(note, 400)}】"] if note else [])]))


def _advise(mails: Iterable[Incoming]) -> bool:
    """Whether any waits for a person; what to do is said once for each state."""
    states = {one.state for one in mails}
    for state, advice in ADVICE.items():
        if state in states:
            click.echo(f"{state}：{advice}。")
    return any(state.waits for state in states)


def _look_again(desk: Desk, numbers: Sequence[int], now: datetime, *, allow_private: bool) -> bool:
    """Look at once at what is said to be put right. Whether something is not seen fixed."""
    if not numbers:
        return False
    from desk.inspections.recheck import recheck  # loads the network's libraries, which no other command needs

    try:
        result = recheck(desk, numbers, now, allow_private=allow_private)
    except (LedgerError, CannotLook) as error:  # the answers are kept, and fetched or taken again bring nothing
        told = " ".join(map(str, numbers))
        click.echo(f"没有复查成：{error} 答复已记入，请稍后运行 xuncha recheck {told}。", err=True)
        return True
    for line in result.lines:
        moved = line.before if line.before is line.after else f"{line.before} → {line.after}"
        click.echo(f"  复查 {line.finding}  {WORDS[line.outcome]}  {moved}  {plain(line.said)}")
        if line.beside:
            click.echo(f"    {plain(line.beside)}")
    return result.exit_code != 0
