"""Actions: proposed with their simulation, agreed to by a second person, issued as a signed
decision. Nothing here enforces anything."""
