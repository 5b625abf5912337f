"""Files on their way in: written to disk and hashed while they stream, never held in memory."""

import hashlib
import tempfile
from pathlib import Path
from typing import IO, Any, cast

from flask import Request, current_app
from werkzeug.datastructures import FileStorage

from service.workflow.intake import Incoming


class HashedFile:
    """A temporary file that knows the SHA-256 and the size of what was written into it; gone when closed."""

    def __init__(self, folder: Path | None) -> None:
        self._file = tempfile.NamedTemporaryFile(prefix="hoso-in-", dir=folder)  # noqa: SIM115 - lives with the request
        self._digest = hashlib.sha256()
        self.size = 0
        self.path = Path(self._file.name)

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self.size += len(data)
        return self._file.write(data)

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._file.flush()
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class StreamingRequest(Request):
    """Flask's request, with every uploaded file going through `HashedFile`."""

    max_form_parts = 50

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """The body as JSON. No body at all is an empty object: calls whose fields are all optional need none."""
        if not self.get_data(cache=True):
            return {}
        return super().get_json(force=force, silent=silent, cache=cache)

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return cast("IO[bytes]", HashedFile(current_app.config["TEMP_FOLDER"]))


def incoming(upload: FileStorage) -> Incoming:
    """The upload as the workflow takes it; its file lives until the request is over."""
    stream = upload.stream
    if not isinstance(stream, HashedFile):
        raise TypeError("uploads come through StreamingRequest")
    stream.seek(0)
    return Incoming(path=stream.path, name=upload.filename or "", sha256=stream.sha256, size=stream.size)
