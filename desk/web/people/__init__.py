"""Who may work at the desk, and what each of them did: the desk's own database."""
