"""What an operating system or SQLite refuses, in a few Chinese words that fit into brackets. Decides nothing."""

import errno
import sqlite3

_OS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过了系统允许的大小",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.EEXIST: "同名的文件已经存在",
    errno.ENAMETOOLONG: "名称太长",
    errno.EIO: "硬盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ENOMEM: "内存不足",
}
_SQLITE = {
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_BUSY: "另一个程序正在使用这个文件",
    sqlite3.SQLITE_LOCKED: "另一个程序正在使用这个文件",
    sqlite3.SQLITE_READONLY: "文件是只读的",
    sqlite3.SQLITE_IOERR: "硬盘读写出错，或磁盘已满",
    sqlite3.SQLITE_CANTOPEN: "文件打不开",
    sqlite3.SQLITE_CORRUPT: "文件已损坏",
    sqlite3.SQLITE_NOTADB: "这个文件不是本系统的数据文件",
}


def refusal(error: OSError | sqlite3.Error) -> str:
    """Why, in Chinese; what has no words of ours keeps its number."""
    if isinstance(error, OSError):
        return _OS.get(error.errno or 0, f"系统错误 {error.errno}")
    code = getattr(error, "sqlite_errorcode", 0)
    return _SQLITE.get(code & 0xFF, f"数据库错误 {code}")
