"""Places, inquiries and their partners; the records of the trail and what joins them."""
