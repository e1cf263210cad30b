"""What `xuncha init` is told, written into the settings files of a new workspace beside their comments."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desk.config.people import login, named, nobody
from desk.register.cells import clean, narrow
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import write_all
from desk.workspace.workspace import Workspace
from reports.mail.address import is_address

_SIGNS = "-+()（）/、 0123456789"  # of telephone numbers


@dataclass(frozen=True)
class InitAnswers:
    """The four things; "" where the office does not say."""

    office: str = ""
    contact: str = ""
    phone: str = ""
    region: str = ""
    mail: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str | None]) -> "InitAnswers":
        """From what was typed: contact and telephone stand together. ConfigError on what is no mail address."""
        said = {name: clean(text or "") for name, text in given.items()}
        mail = narrow(said.get("mail", ""))
        if mail and not is_address(mail):
            raise ConfigError(
                ConfigMistake("邮箱", f"“{mail}”不是邮箱地址", "请写成 wangzhan@example.gov.cn 这样，或空着")
            )
        both = said.get("contact", "")
        contact = both.rstrip(_SIGNS)
        phone = both[len(contact) :].strip(" 、/")
        if len(phone) < 6:
            contact, phone = both, ""
        if phone[:1] in ("(", "（") and phone[-1:] in (")", "）"):
            phone = phone[1:-1]
        return cls(said.get("office", ""), contact.rstrip(" ，,、：:"), phone, said.get("region", ""), mail)

    def first_person(self) -> tuple[str, str] | None:
        """Login and name of the contact, who sits here; ``None`` where neither tells one person."""
        try:
            return None if nobody(login()) or not login() else (login(), named(self.contact))
        except ValueError:
            return None

    def missing(self) -> list[str]:
        pairs = (("单位", self.office), ("联系人", self.contact), ("本地区", self.region), ("发信邮箱", self.mail))
        return [name for name, text in pairs if not text]


def enter(workspace: Workspace, answers: InitAnswers) -> None:
    """Write them where the settings have their empty places."""
    files = {
        workspace.settings_file: {
            "name": answers.office,
            "contact": answers.contact,
            "phone": answers.phone,
            "region": answers.region,
        },
        workspace.config / "mail.toml": {"sender": answers.mail},
    }
    texts = {path: "".join(_filled(path.read_text(encoding="utf-8"), told)) for path, told in files.items()}
    if first := answers.first_person():
        # [people] is what the file ends with
        texts[workspace.settings_file] += " = ".join(json.dumps(one, ensure_ascii=False) for one in first) + "\n"
    write_all({path: text.encode() for path, text in texts.items()})


def _filled(text: str, told: Mapping[str, str]) -> Iterator[str]:
    """The file's lines; an empty value that was told is filled in, its comment stays where it was."""
    for line in text.splitlines(keepends=True):
        found = re.match(r'(\w+) = ""', line)
        value = told.get(found[1], "") if found else ""
        if not found or not value:
            yield line
            continue
        start = f"{found[1]} = {json.dumps(value, ensure_ascii=False)}"
        rest = line[found.end() :]
        yield start + (" " * max(1, len(rest) - len(rest.lstrip(" ")) + found.end() - len(start)) + rest.lstrip(" "))
