"""Ablation: what searching loses when one of the things it is made of is left out."""
