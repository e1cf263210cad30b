"""The browser's only way out: a proxy of ours on loopback, through the address guard, with its blocked hosts."""
