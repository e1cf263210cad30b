"""Tags of a template ({{ … }}, {% … %}) judged where they stand: how written, whether paired, which names."""

import difflib
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import jinja2
from jinja2 import meta, nodes
from jinja2.visitor import NodeVisitor

from reports.documents.letter import BROKEN
from reports.figures.text import plain, shorten

_BLOCKS = ("for", "if", "macro", "call", "filter", "with", "block", "autoescape")
_INSIDE = ("elif", "else")
_CURLY = str.maketrans("“”‘’", "\"\"''")
_WIDE = re.compile("[\u3002\u2018\u2019\u201c\u201d\uff01-\uff5e]")
_HIDDEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\xad]")


@dataclass(frozen=True)
class Tag:
    """``level``: what of the letter a tag stands for: a paragraph ("p"), a table row ("tr") or cell, a run, or ""."""

    text: str
    place: str
    level: str = ""
    home: object = None  # what has to hold both ends of a pair: the cell or text body, or the table

    @property
    def code(self) -> str:
        """As the template engine gets it, on one line."""
        bare = self.text[:2] + self.text[2 + len(self.level) :] if self.level else self.text
        return " ".join(bare.split()).translate(_CURLY) if self.home is not None else bare

    @property
    def word(self) -> str:
        found = re.match(r"\{%[-+]?\s*([a-z]+)", self.code)
        return found[1] if found else ""


@dataclass(frozen=True)
class Slip:
    """A mistake: where, what, and what to do."""

    place: str
    text: str
    advice: str


def quoted(text: str) -> str:
    return f"“{shorten(text, 40)}”"


def badly_written(tag: Tag, room: jinja2.Environment) -> Slip | None:
    """A tag that the engine cannot read by itself."""
    try:
        room.compile(_closed(tag))
    except jinja2.TemplateSyntaxError:
        return Slip(tag.place, f"标记{quoted(tag.text)}写错了", _remedy(tag))
    return None


def _closed(tag: Tag) -> str:
    """The tag with what makes it a whole template."""
    word = tag.word
    if word in _INSIDE:
        return f"{{% if 1 %}}{tag.code}{{% endif %}}"
    if word in _BLOCKS:
        return f"{tag.code}{{% end{word} %}}"
    return "" if word.removeprefix("end") in _BLOCKS and _bare_end(tag) else tag.code


def _bare_end(tag: Tag) -> bool:
    return re.fullmatch(r"\{%[-+]?\s*end[a-z]+\s*[-+]?%\}", tag.code) is not None


def _remedy(tag: Tag) -> str:
    if wide := _WIDE.search(tag.text):
        return f"里面有全角符号“{wide[0]}”，请在英文输入状态下重打"
    if _HIDDEN.search(tag.text):
        return "里面有看不见的符号，请把整个标记删掉重打"
    if re.match(r"\{[%{]\s*(p|tr|tc|r)\b", tag.text, re.IGNORECASE):
        return "请写成 {%p … %} 或 {%tr … %}：% 和小写的 p、tr 之间没有空格，之后有一个半角空格"
    return "请对照《信件模板说明》改正"


def unpaired(tags: Sequence[Tag]) -> tuple[list[Slip], list[str]]:
    """What opens without end or ends without opening, and the tags' code without that, for what is judged next."""
    slips: list[Slip] = []
    code: list[str] = []
    open_: list[Tag] = []
    closing: set[int] = set()  # those of them that have had their else
    for tag in tags:
        if tag.word in _BLOCKS:
            open_.append(tag)
        elif tag.word in _INSIDE or tag.word.removeprefix("end") in _BLOCKS:
            partner = next((one for one in reversed(open_) if _goes_with(tag.word, one.word)), None)
            if partner is None or (tag.word in _INSIDE and id(partner) in closing):
                why = "前面已经有了 else" if partner else "没有与它配对的开头"
                slips.append(Slip(tag.place, f"{quoted(tag.text)}{why}", "请补上开头，或把它删掉"))
                code.append("")
                continue
            slips += _apart(tag, partner)
            if tag.word == "else":
                closing.add(id(partner))
            early = ""
            while open_[-1] is not partner:
                slips.append(_endless(open_[-1]))
                early += f"{{% end{open_.pop().word} %}}"
            if tag.word.startswith("end"):
                open_.pop()
            code.append(early + tag.code)
            continue
        code.append(tag.code)
    slips += map(_endless, open_)
    return slips, [*code, *(f"{{% end{tag.word} %}}" for tag in reversed(open_))]


def _goes_with(word: str, opener: str) -> bool:
    return (word, opener) in (("elif", "if"), ("else", "if"), ("else", "for")) or word == f"end{opener}"


def _endless(tag: Tag) -> Slip:
    return Slip(tag.place, f"{quoted(tag.text)}没有结尾", f"请在后面补上 {{%{tag.level} end{tag.word} %}}")


def _apart(tag: Tag, first: Tag) -> Iterator[Slip]:
    """A pair whose ends stand for different things, or in different places."""
    pair = f"{quoted(tag.text)}与{first.place}的{quoted(first.text)}"
    if tag.level != first.level:
        yield Slip(tag.place, f"{pair}写法不同", f"两处要写成一样的 {{%{first.level} … %}}")
    elif tag.home is not first.home:
        advice = "请移到同一处" if tag.level else "重复表格的行请用 {%tr for … %} 和 {%tr endfor %}，各占一行"
        yield Slip(tag.place, f"{pair}不在同一个单元格、表格或超链接里", advice)


_ANY = object()


class _Names(NodeVisitor):
    """Walks a template beside a sample of its fields; notes names and row fields that are not there."""

    def __init__(
        self, fields: Mapping[str, object], places: Sequence[str], room: jinja2.Environment, whole: nodes.Template
    ) -> None:
        self._scope: dict[str, object] = dict(fields)
        self._missing = meta.find_undeclared_variables(whole) - fields.keys() - room.globals.keys()
        self._fields, self._places = fields, places
        self.slips: list[Slip] = []

    def _note(self, node: nodes.Node, text: str, advice: str) -> None:
        self.slips.append(Slip(self._places[node.lineno - 1], text, advice))

    def value(self, node: nodes.Node) -> object:
        """What the sample has there; ``_ANY`` where that cannot be told."""
        if isinstance(node, nodes.Name):
            return self._scope.get(node.name, _ANY)
        if isinstance(node, nodes.Getattr):
            whole = self.value(node.node)
            if whole is _ANY or node.attr.startswith("_"):
                return _ANY
            return whole.get(node.attr, _ANY) if isinstance(whole, Mapping) else getattr(whole, node.attr, _ANY)
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
            return self.value(node.node)
        return _ANY

    def visit_Name(self, node: nodes.Name) -> None:
        if node.ctx == "load" and node.name in self._missing and node.name not in self._scope:
            self._note(node, f"没有“{plain(node.name)}”这个字段", _nearest(node.name, self._fields))

    def visit_Getattr(self, node: nodes.Getattr) -> None:
        self.visit(node.node)
        whole = self.value(node.node)
        if whole is not _ANY and self.value(node) is _ANY:
            known = whole if isinstance(whole, Mapping) else ()
            of = f"“{node.node.name}”里" if isinstance(node.node, nodes.Name) else ""
            self._note(node, f"{of}没有“{plain(node.attr)}”这个字段", _nearest(node.attr, known))

    def visit_Output(self, node: nodes.Output) -> None:
        for part in node.nodes:
            if isinstance(self.value(part), Mapping | list | tuple):
                advice = "表格里用 {%tr for 行 in 名称 %} 逐行写，正文里用 {%p for 行 in 名称 %} 逐段写"
                self._note(part, "这个字段有多项内容，不能直接写出来", advice)
            self.visit(part)

    def visit_Filter(self, node: nodes.Filter) -> None:
        if node.name in ("safe", "xmlattr"):
            self._note(node, f"不能用“{node.name}”：网页上抓来的文字会当成代码", f"请去掉“| {node.name}”")
        self.generic_visit(node)

    def visit_For(self, node: nodes.For) -> None:
        self.visit(node.iter)
        rows = self.value(node.iter)
        item = rows[0] if isinstance(rows, list | tuple) and rows else _ANY
        names = {
            name.name: item if name is node.target else _ANY
            for name in (node.target, *node.target.find_all(nodes.Name))
            if isinstance(name, nodes.Name)
        }
        self._within(names | {"loop": _ANY}, (*([node.test] if node.test else []), *node.body, *node.else_))

    def visit_Macro(self, node: nodes.Macro) -> None:
        self._within(dict.fromkeys((n.name for n in node.args), _ANY), node.body)

    def visit_Assign(self, node: nodes.Assign) -> None:
        self.visit(node.node)
        self._scope |= dict.fromkeys((n.name for n in node.find_all(nodes.Name) if n.ctx == "store"), _ANY)

    def _within(self, names: Mapping[str, object], body: Sequence[nodes.Node]) -> None:
        outside = self._scope
        self._scope = {**outside, **names}
        for node in body:
            self.visit(node)
        self._scope = outside


def _nearest(name: str, known: object) -> str:
    names = [str(one) for one in known] if isinstance(known, Mapping) else []
    if near := difflib.get_close_matches(name, names, 1, 0.4):
        return f"是不是“{near[0]}”"
    return f"可用的有：{'、'.join(names)}" if names else "请对照《信件模板说明》改正"


def wrong_names(
    source: str, places: Sequence[str], fields: Mapping[str, object], room: jinja2.Environment
) -> list[Slip]:
    """``places`` has one entry for each line of ``source``."""
    try:
        room.compile(source)
    except jinja2.TemplateSyntaxError as error:
        return [Slip(places[error.lineno - 1], "这里的标记写错了", "请检查 {{ }} 和 {% %} 是否成对")]
    whole = room.parse(source)
    names = _Names(fields, places, room, whole)
    names.visit(whole)
    return names.slips


def stumbles(
    source: str, places: Sequence[str], fields: Mapping[str, object], room: jinja2.Environment
) -> Iterator[Slip]:
    """Filled with the sample: what goes wrong only then, e.g. a forbidden attribute or a division by nothing."""
    try:
        room.from_string(source).render(fields)
    except (jinja2.TemplateError, *BROKEN) as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
        place = places[lines[-1] - 1] if lines and lines[-1] else "全文"
        yield Slip(place, f"按样例填写时出错（{type(error).__name__}）", "请对照《信件模板说明》改正这里的标记")
