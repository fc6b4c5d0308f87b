"""Sending: one request on the wire, its attempts, and the honest outcome of them all."""
