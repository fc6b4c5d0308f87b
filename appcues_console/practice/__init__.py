"""The documented API as a local server, to practise against without touching anybody's data."""
