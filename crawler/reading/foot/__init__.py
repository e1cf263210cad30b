"""The foot of a site: who runs it, its numbers, and the marks that the norm asks for."""
