"""The pages: each module a few functions from a checked request to a response."""
