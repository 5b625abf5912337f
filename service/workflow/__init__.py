"""What a dossier goes through, one module a step: these functions decide, everything above them translates."""
