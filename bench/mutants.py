"""Deliberate breakage: draws lines of the code that matters by seed, breaks each one, and runs the nearest tests, but
for those that need a browser, real pages or a server.

python -m bench.mutants SEED COUNT [FILE …]      in a copy of the checkout; prints the survivors, exit 1 below 90 %

One mutant is one small change of meaning: a comparison turned, and/or swapped, a ``not`` dropped, a number moved by
one, True for False, a plain statement left out, a returned value dropped.
"""

import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEAST = 0.9
SECONDS = 600
_NOT_RUN = (4, 5)  # what pytest gives for wrong use, and where there is no test
# file or folder → the folders of its nearest tests
NEAREST = {
    "ledger/findings/settle.py": ("tests/ledger",),
    "ledger/findings/states.py": ("tests/ledger",),
    "ledger/decisions/verdicts.py": ("tests/ledger", "tests/decisions"),
    "ledger/decisions": ("tests/decisions",),
    "ledger/correspondence/letters.py": ("tests/mail",),
    "ledger/correspondence/letter_states.py": ("tests/mail",),
    "checks/rules": ("tests/checks",),
    "checks/columns.py": ("tests/checks",),
    "crawler/looking": ("tests/looking",),
    "crawler/connect/guard.py": ("tests/connect",),
    "desk/notices/notice_period.py": ("tests/notices",),
}
TURNED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}


@dataclass(frozen=True)
class Mutant:
    """``start`` and ``end`` are offsets into the file's bytes; ``new`` stands there instead."""

    file: Path
    line: int
    start: int
    end: int
    new: str

    def text(self, source: bytes) -> str:
        return f"{self.file}:{self.line}: {source[self.start : self.end].decode()!r} -> {self.new!r}"


def _spans(source: bytes) -> list[int]:
    """The offset at which each line starts."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _changes(node: ast.AST, span: "Span") -> Iterator[tuple[int, int, str]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = span.of(node.left)[1], span.of(node.comparators[0])[0]
        yield left, right, f" {TURNED[type(node.ops[0])]} "
    elif isinstance(node, ast.BoolOp):
        left, right = span.of(node.values[0])[1], span.of(node.values[1])[0]
        between = span.source[left:right]
        words = (b" and ", b" or ") if isinstance(node.op, ast.And) else (b" or ", b" and ")
        if words[0] in between.replace(b"\n", b" ") and len(node.values) == 2:
            yield left, right, between.decode().replace(words[0].decode().strip(), words[1].decode().strip(), 1)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield span.of(node)[0], span.of(node.operand)[0], ""
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield (*span.of(node), str(not node.value))
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield (*span.of(node), str(node.value + 1))
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield (*span.of(node.value), "None")
    elif isinstance(node, ast.Expr | ast.AugAssign) and not isinstance(getattr(node, "value", None), ast.Constant):
        yield (*span.of(node), "pass")


@dataclass(frozen=True)
class Span:
    source: bytes
    starts: list[int]

    def of(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        if node.end_lineno is None or node.end_col_offset is None:
            raise ValueError(ast.dump(node))
        return self.starts[node.lineno - 1] + node.col_offset, self.starts[node.end_lineno - 1] + node.end_col_offset


def mutants(file: Path) -> Iterator[Mutant]:
    """Every mutant of one file; docstrings, imports and type hints are left alone."""
    source = (ROOT / file).read_bytes()
    span = Span(source, _spans(source))
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    inner = {id(n) for f in functions for n in ast.walk(f) if n is not f and n in functions}
    for function in (f for f in functions if id(f) not in inner):
        for node in (n for part in function.body for n in ast.walk(part)):
            for start, end, new in _changes(node, span):
                yield Mutant(file, getattr(node, "lineno", 0), start, end, new)


def files(asked: list[str]) -> list[Path]:
    named = asked or list(NEAREST)
    found = [
        p for name in named for p in ([ROOT / name] if name.endswith(".py") else sorted((ROOT / name).glob("*.py")))
    ]
    return [p.relative_to(ROOT) for p in found]


def _nearest(file: Path) -> tuple[str, ...]:
    return next(tests for start, tests in NEAREST.items() if str(file).startswith(start))


def caught(copy: Path, mutant: Mutant) -> bool:
    """Whether a test of the nearest folder fails on the broken copy."""
    place = copy / mutant.file
    source = place.read_bytes()
    place.write_bytes(source[: mutant.start] + mutant.new.encode() + source[mutant.end :])
    try:
        return _fails(copy, _nearest(mutant.file))
    except subprocess.TimeoutExpired:
        return True
    finally:
        place.write_bytes(source)


def _fails(copy: Path, tests: tuple[str, ...]) -> bool:
    """Whether a test fails. Tests that cannot be run say nothing: SystemExit."""
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not needs", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(words, cwd=copy, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode in _NOT_RUN:
        raise SystemExit(f"{' '.join(tests)} cannot be run: {done.stdout[-300:]}{done.stderr[-300:]}")
    return done.returncode != 0


def main(seed: int, count: int, asked: list[str]) -> int:
    every = [m for file in files(asked) for m in mutants(file)]
    drawn = random.Random(seed).sample(every, min(count, len(every)))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "out", "__pycache__", ".*_cache"))
        for tests in sorted({_nearest(mutant.file) for mutant in drawn}):
            if _fails(copy, tests):
                raise SystemExit(f"{' '.join(tests)} fails before anything is broken")
        survivors = []
        for number, mutant in enumerate(drawn, 1):
            dead = caught(copy, mutant)
            told = mutant.text((copy / mutant.file).read_bytes())  # as it was drawn, whatever is written meanwhile
            print(f"{number}/{len(drawn)} {'caught' if dead else 'SURVIVED'} {told}", flush=True)
            survivors += [] if dead else [told]
    share = 1 - len(survivors) / len(drawn)
    print(f"{len(drawn)} of {len(every)} mutants, seed {seed}: {share:.0%} caught")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
