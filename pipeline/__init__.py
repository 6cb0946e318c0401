"""How packets move: ingest, read, judge, store, report, and the command line."""
