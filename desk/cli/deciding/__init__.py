"""Commands that decide: on findings, causes, appeals, trust."""
