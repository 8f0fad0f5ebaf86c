"""Real students: how much of what was served can be proved once somebody has trained on it."""
