"""A person's page and VGCA SignService beside it, on the same computer."""

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from flask import Flask
from flask.testing import FlaskClient

import signing
from service.web.app import create_app
from storage import Document
from tests import vgca
from tests.office import Office


@dataclass
class Desk:
    """Asks the service as the page does, and fetches and brings files as the tool does."""

    office: Office
    folder: Path
    key: signing.Signer

    @cached_property
    def _app(self) -> Flask:
        return create_app(self.office.settings, self.office.deps)

    @property
    def web(self) -> FlaskClient:
        return self._app.test_client()

    def call(self, method: str, paper: Document, account: str = "lanhdao", **body: Any) -> tuple[int, Any]:
        """What the page asks the service."""
        accounts = json.loads((self.office.settings.data_dir / "demo.json").read_text())["accounts"]
        headers = {"Authorization": f"Bearer {accounts[account]['token']}"}
        answer = self.web.open(f"/api/v1/documents/{paper.id}/vgca", method=method, json=body, headers=headers)
        return answer.status_code, answer.json

    def given(self, paper: Document, **body: Any) -> Any:
        status, told = self.call("POST", paper, **body)
        assert status == 201, told
        return told

    def fetch(self, message: Any) -> tuple[int, bytes]:
        answer = self.web.get(urlsplit(message["FileName"]).path)
        return answer.status_code, answer.data

    def bring(self, message: Any, back: Path) -> tuple[int, Any]:
        body = {"uploadfile": (back.open("rb"), "van-ban.signed.pdf")}
        answer = self.web.post(urlsplit(message["FileUploadHandler"]).path, data=body)
        return answer.status_code, answer.json

    def sign(self, message: Any, way: vgca.Way = vgca.honest, key: signing.Signer | None = None) -> Path:
        """The tool fetches the file and its user signs."""
        lent, back = self.folder / "lent.pdf", self.folder / "back.pdf"
        status, content = self.fetch(message)
        assert status == 200
        lent.write_bytes(content)
        way(lent, back, key or self.key)
        return back

    def later(self, minutes: int) -> "Desk":
        moment = self.office.deps.clock() + timedelta(minutes=minutes)
        return Desk(self.office.but(clock=lambda: moment), self.folder, self.key)

    def untouched(self, paper: Document) -> bool:
        now = self.office.see(paper)
        return len(now.versions) == len(paper.versions) and now.status is paper.status

    def audited(self, postgres_url: str, paper: Document, action: str) -> list[Any]:
        query = "SELECT actor, details FROM audit WHERE document = %s AND action = %s ORDER BY number"
        with psycopg.connect(postgres_url) as connection:
            return connection.execute(query, (paper.id, action)).fetchall()
