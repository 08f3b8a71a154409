"""The floor every service stands on: database, outbox, relay, consumer, event log, web manners.

Knows no service.
"""
