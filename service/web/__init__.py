"""The web service: pages for people, /api/v1 for programs. Handlers translate; the workflow decides."""
