"""Who is here: accounts, organisations, roles and what they may do, the audit log."""
