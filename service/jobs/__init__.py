"""The queue: Procrastinate on the same PostgreSQL, so that a job commits with the row it is about."""
