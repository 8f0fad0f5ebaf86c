"""What dismissed cases teach: benign groups that the next scan knows."""
