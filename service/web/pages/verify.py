"""Checking the signatures of any PDF."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

import signing
from service.web.identity import deps, person
from service.web.pages.blueprint import pages
from service.web.upload import incoming
from service.workflow import read


@pages.get("/verify")
def verify() -> ResponseReturnValue:
    return render_template("verify.html", report=None, file=None, problem=None)


@pages.post("/verify")
def verify_file() -> ResponseReturnValue:
    """Answered at once, without a redirect: nothing of the file or its report is kept that could be shown later."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return render_template("verify.html", report=None, file=None, problem="Chưa chọn tệp PDF."), 422
    file = incoming(upload)
    try:
        report = read.verify_foreign(deps(), person(), file.path).to_json()
    except signing.Unreadable as refusal:
        return render_template("verify.html", report=None, file=file, problem=str(refusal)), 422
    return render_template("verify.html", report=report, file=file, problem=None, at=deps().clock())
