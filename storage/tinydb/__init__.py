"""The archive of one machine: TinyDB over an append-only, chained, durable journal."""
