"""What waits and what stands: today, causes, problems and their pages, a unit's own."""
