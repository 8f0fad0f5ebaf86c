"""The provider's own terms as data, and which of its clauses a case's evidence touches."""
