"""A real PostgreSQL and a real Kafka of one's own, and the processes that a tool or test starts."""
