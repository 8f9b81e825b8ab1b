"""What a hub has to say about itself: what it keeps about people, and how accessible it is.

Both pages are made from what is installed, how it is set, and what was last measured, so that they cannot claim what is
not so. An editor adds to them in the studio, under Settings, Notices.
"""
