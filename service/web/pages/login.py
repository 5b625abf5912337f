"""Logging in and out."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.web import identity
from service.web.pages.blueprint import own_path, pages
from service.workflow import accounts
from service.workflow.errors import NotSignedIn


@pages.get("/login")
def login() -> ResponseReturnValue:
    target = own_path(request.args.get("next", ""))
    if identity.signed_in():
        return redirect(target, 303)
    return render_template("login.html", next=target, name="", problem=None)


@pages.post("/login")
def enter() -> ResponseReturnValue:
    name, target = request.form.get("name", ""), own_path(request.form.get("next", ""))
    try:
        account = accounts.log_in(identity.deps(), name, request.form.get("password", ""), request.remote_addr)
    except NotSignedIn as refusal:
        return render_template("login.html", next=target, name=name[:100], problem=str(refusal)), 401
    identity.log_in(account)
    return redirect(target, 303)


@pages.post("/logout")
def leave() -> ResponseReturnValue:
    identity.log_out()
    return redirect(url_for("pages.login"), 303)
