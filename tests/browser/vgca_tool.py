"""VGCA SignService as a page meets it: a WebSocket on this computer that fetches, signs, brings back and answers."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import urllib3
from aiohttp import WSMsgType, web

from signing import Signer
from tests.vgca import Way, honest


class Tool:
    """`way`: what its user does with the file; None: nothing at all, the window hangs."""

    def __init__(self, folder: Path, key: Signer) -> None:
        self.folder, self.key = folder, key
        self.way: Way | None = honest
        self.verbs: list[str] = []

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One message in, one out, as the real one is said to do."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            assert message.type is WSMsgType.TEXT
            self.verbs.append(request.match_info["verb"])
            if self.way is not None:
                answer = await asyncio.to_thread(self._sign, json.loads(message.data), self.way)
                await socket.send_str(json.dumps(answer))
        return socket

    def _sign(self, message: Any, way: Way) -> Any:
        http = urllib3.PoolManager()
        lent, back = self.folder / "lent.pdf", self.folder / "back.pdf"
        lent.write_bytes(http.request("GET", message["FileName"]).data)
        way(lent, back, self.key)
        fields = {"uploadfile": ("van-ban.signed.pdf", back.read_bytes(), "application/pdf")}
        told = http.request("POST", message["FileUploadHandler"], fields=fields).json()
        return {**told, "Status": 0 if told["Status"] else 1}


@contextmanager
def listening(tool: Tool, port: int) -> Iterator[None]:
    """The tool at its door, in a thread of its own."""
    loop = asyncio.new_event_loop()
    app = web.Application()
    app.router.add_get("/{verb}", tool.serve)
    runner = web.AppRunner(app, shutdown_timeout=1)
    loop.run_until_complete(runner.setup())
    loop.run_until_complete(web.TCPSite(runner, "127.0.0.1", port).start())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
