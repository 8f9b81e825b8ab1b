"""Files that people upload: what is taken, what is refused, and what is cut off.

It stands in the area of people because that is the lowest one with forms that take files (the picture of an
organisation); every area above, and Wagtail's own libraries by the settings, use the same checks.
"""
