"""Hồ sơ số: the service that people and machines talk to."""
