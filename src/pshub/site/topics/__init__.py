"""Topic pages: all there is on a topic, from every area."""
