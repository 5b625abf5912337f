"""A whole PKI for demonstration and tests: nothing it signs has legal value, and every name in it says TEST."""

from signing.demo.app import application
from signing.demo.folder import DemoPki, load_demo_pki, make_demo_pki, revoke

__all__ = ["DemoPki", "application", "load_demo_pki", "make_demo_pki", "revoke"]
