"""Training of the small models that decide about answers; needs the extra `models`."""
