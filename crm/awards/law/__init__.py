"""What a measure of the district may say, as frozen values, and how a text becomes them."""
