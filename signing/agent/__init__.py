"""The signing agent: runs on the signer's own computer, shows what is to be signed, asks for the PIN, signs."""
