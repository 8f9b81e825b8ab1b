"""Links in published pages: what they lead to, and which lead nowhere."""
