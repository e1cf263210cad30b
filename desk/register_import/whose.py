"""Whom a row means by a unit's name: the one it is known for, a new one, or a question."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.register_import.model import NAME, SKIP, UNIT, Doubt, Key, RecordDraft, Remark, name_key
from desk.register_import.names import How, Units


@dataclass
class UnitMatcher:
    """Units by name; notes what is understood and what is to be asked."""

    units: Units
    answers: Mapping[Key, str]
    doubts: list[Doubt]
    notes: list[Remark]

    def unit(self, draft: RecordDraft, text: str | None = None) -> str | None:
        """The unit that a row names, made where nobody like it is known; ``None``: it is asked."""
        name = draft.cells.get("名称", "") if text is None else text
        if not name:
            self.doubts.append(Doubt((draft.place, NAME), "没有写单位名称", "请写单位全称"))
            return None
        answer = self.answers.get(name_key(name), name)
        if answer == SKIP:
            self.doubts.append(
                Doubt(name_key(name), f"单位“{name}”您选择了先不导入", "改好后再导入一次", at=draft.place)
            )
            return None
        how, found = self.units.find(answer)
        lists = draft.kind == UNIT and not draft.mention  # a row that tells of the unit itself
        match how:
            case How.FULL:
                return found[0]
            case How.SHORT | How.FORMER:
                full = self.units.shown[found[0]]
                self.notes.append(Remark(f"单位按{how}认", f"{name}＝{full}", draft.place))
                return found[0]
            case How.LIKE | How.SHARED if not lists and name_key(name) not in self.answers:
                self._ask(draft, name, how, found)
                return None
            case How.LIKE if lists:
                like = self.units.shown[found[0]]
                self.notes.append(Remark("与别的单位名称相近，按新单位登记", f"{name}（{like}）", draft.place))
            case _ if not lists:
                self.notes.append(Remark("新建的单位（没有联系人、邮箱）", name, draft.place))
        return self.units.add(answer)

    def _ask(self, draft: RecordDraft, name: str, how: How, found: tuple[str, ...]) -> None:
        full = [self.units.shown[one] for one in found]
        key, at = name_key(name), draft.place
        another = (name, f"不是，另登记一个单位“{name}”")
        if how is How.LIKE and len(full) == 1:
            said = f"单位“{name}”是不是“{full[0]}”"
            advice = f"请写全称；是另一个单位的，先在单位表里加上“{name}”"
            self.doubts.append(Doubt(key, said, advice, full[0], f"是“{full[0]}”", {"n": another}, at=at))
            return
        said = f"单位“{name}”可能是{'、'.join(f'“{one}”' for one in full[:5])}"
        other = {str(n): (one, one) for n, one in enumerate(full[:9], 1)} | {"n": another}
        self.doubts.append(Doubt(key, said, "请写全称", None, "", other, at=at))
