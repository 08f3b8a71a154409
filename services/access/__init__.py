"""Access: API keys, issued, rotated, revoked, and told to every service as events."""
