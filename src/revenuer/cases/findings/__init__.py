"""What a scan's output folder says, read for the store."""
