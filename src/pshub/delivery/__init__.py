"""What must happen outside the database, once: the outbox, tasks, what is due."""
