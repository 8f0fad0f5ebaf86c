"""Which case a finding continues: stable identity from scan to scan."""
