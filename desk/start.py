"""The program's entry. It loads nothing, because every child process of a crawl loads it again."""


def main() -> None:
    from desk.cli.main import main as run

    run()
