"""Signing in: passwords, tries, devices, sessions, and the way back in for somebody locked out."""
