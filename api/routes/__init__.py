"""One file per group of addresses; `api/app.py` puts them together."""
