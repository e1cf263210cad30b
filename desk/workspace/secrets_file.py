"""The office's secrets (mail passwords, addresses of robots): a TOML file outside the workspace that only its owner
can read. Its values are kept and told nowhere."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import read_toml
from desk.workspace.workspace import Workspace

SECRETS = "XUNCHA_SECRETS"  # the environment variable that names the file


def secrets(workspace: Workspace) -> Mapping[str, object]:
    """What the file holds; nothing where no file is named. ConfigError where it lies open."""
    if SECRETS not in os.environ:
        return {}
    path = Path(os.environ[SECRETS]).resolve()
    if path.is_relative_to(workspace.root.resolve()):
        raise ConfigError(ConfigMistake(str(path), "密码文件放在了工作区里", "请移到工作区以外，免得随工作区一起复制"))
    if not path.is_file():
        raise ConfigError(ConfigMistake(str(path), "找不到密码文件", f"请核对环境变量 {SECRETS}"))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigError(ConfigMistake(str(path), "密码文件别人也能读", f"请运行 chmod 600 {path}"))
    return read_toml(path)[1]
