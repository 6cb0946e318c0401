"""`yushen desk` and `yushen user`: the review desk, and who may work at it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands import ProgrammeName, Workspace, pool, settings_of
from pipeline.errors import ConfigurationError, InputError

if TYPE_CHECKING:
    from pipeline.people import People

user_app = typer.Typer(name="user", help="Who may work at the review desk.", no_args_is_help=True)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_Name = Annotated[str, typer.Argument(metavar="NAME", help="Name to log in with.")]
_Given = Annotated[
    bool,
    typer.Option("--password-stdin", help="Read the password from stdin instead of asking for it."),
]


def desk(
    workspace: Workspace = None,
    programme: ProgrammeName = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8000,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", help="TLS certificate (PEM, whole chain).")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", help="The certificate's key (PEM).")] = None,
    behind_proxy: Annotated[
        str | None,
        typer.Option("--behind-proxy", metavar="ADDRESS", help="Address of a proxy that does TLS."),
    ] = None,
) -> None:
    """Serve the review desk: look at packets in the browser, decide, take in more."""
    import uvicorn

    from pipeline.desk.app import create_app
    from pipeline.people import People
    from pipeline.store import Store

    settings = settings_of(workspace=workspace, programme=programme)
    _check_certificate(certificate, key)
    secure = bool(certificate or behind_proxy)
    with Store(settings.workspace) as store, pool(settings) as executor:
        empty = People(store).is_empty()
        if not _is_loopback(host):
            _refuse_open(empty, secure)
        hosts = _LOOPBACK if _is_loopback(host) and not secure else ()
        app = create_app(settings, store, executor, secure=secure, hosts=hosts)
        shown = f"[{host}]" if ":" in host else host
        address = f"{'https' if certificate else 'http'}://{shown}:{port}"
        typer.echo(f"The desk: {address}  (Ctrl-C ends it)")
        if empty:
            typer.echo(f"Create the first user within 15 minutes: "
                       f"{address}/first/{app.state.desk.first.token}")  # fmt: skip
        uvicorn.run(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=behind_proxy is not None,
            forwarded_allow_ips=behind_proxy,
            ssl_certfile=certificate,
            ssl_keyfile=key,
            timeout_graceful_shutdown=5,
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_open(empty: bool, secure: bool) -> None:
    """Other machines may come in only where there are users and nobody can listen on the way."""
    if not secure:
        raise ConfigurationError(
            "--host: other machines can reach this address: give --certificate and --key, "
            "or --behind-proxy ADDRESS where a proxy does TLS"
        )
    if empty:
        raise ConfigurationError(
            "--host: other machines can reach this address and there are no users: "
            "`yushen user add NAME --role lead` first"
        )


def _check_certificate(certificate: Path | None, key: Path | None) -> None:
    if certificate is None and key is None:
        return
    if certificate is None or key is None:
        raise ConfigurationError("--certificate and --key go together")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(f"{certificate}, {key}: no certificate with its key") from error


@user_app.command("add")
def add_user(
    name: _Name,
    role: Annotated[
        str, typer.Option("--role", help="reader, reviewer, operator or lead.")
    ] = "reviewer",
    shown: Annotated[
        str | None, typer.Option("--shown", help="Name that is shown and recorded.")
    ] = None,
    from_stdin: _Given = False,
    workspace: Workspace = None,
) -> None:
    """Add a named user; asks for the password."""
    from pipeline.people import Role, checked_name

    if role not in set(Role):
        raise InputError(f"{role}: no such role: reader, reviewer, operator or lead")
    checked_name(name)
    with _people(workspace) as people:
        shown = shown or (name if from_stdin else typer.prompt("Shown name"))
        user = people.add(name, shown, Role(role), _password(from_stdin))
    typer.echo(f"{user.name}: {user.role}")


@user_app.command("list")
def list_users(workspace: Workspace = None) -> None:
    """List users: name, role, shown name."""
    with _people(workspace) as people:
        for user in people.all():
            typer.echo(f"{user.name}\t{user.role}\t{user.shown}"
                       f"{chr(9) + 'disabled' if user.disabled else ''}")  # fmt: skip


@user_app.command("disable")
def disable_user(
    name: _Name,
    undo: Annotated[bool, typer.Option("--undo", help="Let the user in again.")] = False,
    workspace: Workspace = None,
) -> None:
    """Log a user out and keep them out; what they decided stays."""
    with _people(workspace) as people:
        people.disable(name, not undo)


@user_app.command("password")
def set_password(name: _Name, from_stdin: _Given = False, workspace: Workspace = None) -> None:
    """Give a user a new password and log them out."""
    with _people(workspace) as people:
        people.set_password(name, _password(from_stdin))


@contextmanager
def _people(workspace: Path | None) -> Iterator[People]:
    from pipeline.people import People
    from pipeline.store import Store

    with Store(settings_of(workspace=workspace).workspace) as store:
        yield People(store)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return typer.get_text_stream("stdin").readline().rstrip("\r\n")
    password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password
