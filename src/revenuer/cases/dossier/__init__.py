"""The dossier: what was observed, what is inferred, and a pack that a stranger can verify."""
