"""How a platform is asked: in its turn, bounded, without a secret in what is kept."""
