"""What a person looks at beside a campaign's numbers."""

from revenuer.campaigns.exhibits.build import Text, exhibit, wanted_rows

__all__ = ["Text", "exhibit", "wanted_rows"]
