"""``tracuu serve``: claim the port, bring the index up to date if asked, answer until stopped."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import socket
import sys
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from indexer import generation
from indexer.address import is_address
from indexer.errors import TracuuError
from service.cli.output import complain, say

if TYPE_CHECKING:
    from fastapi import FastAPI

    from service.answer.endpoint import Endpoint
    from service.api.access import Access
    from service.api.crew import Keeper, Orders

#: Seconds a request may still run after Ctrl-C before it is cut off.
_PATIENCE = 10


class PortBusy(TracuuError):
    """The address cannot be served on: taken, forbidden, or not this machine's."""


def serve(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM."""
    from service.answer.endpoint import configured

    endpoint = configured(
        os.environ, args.rephrase_url, args.rephrase_model, args.rephrase_key_file
    )
    # The cheap refusals come first: nobody should wait for a model to load to learn of them.
    with claim(args.host, args.port) as listener:
        if args.plans:
            from service.cli.building import update

            update(args.plans, args.index, args.encoder)
        generation.check(args.index)

        from service.api.crew import Keeper
        from service.api.journal import configuration

        orders = _orders(args, endpoint)
        # Begun first: the workers come up while this process loads what it needs itself.
        first = Keeper(orders) if orders.workers > 1 else None
        app = _service(orders, _rules(args), first)
        _run(app, listener, configuration(args.log_level, whole=args.log_questions))
    complain("Đã dừng phục vụ · Stopped serving")
    return 0


def _orders(args: argparse.Namespace, endpoint: Endpoint | None) -> Orders:
    from service.api.crew import Orders

    return Orders(
        index=args.index,
        workers=1 if is_address(args.index) else args.workers or _cores(),
        endpoint=endpoint,
        mcp=args.mcp,
        url=args.url,
        origins=tuple(args.allow_origin or ()),
        log_level=args.log_level,
        log_questions=args.log_questions,
    )


def _service(orders: Orders, rules: Access, first: Keeper | None) -> FastAPI:
    """A front to the workers of ``first``, or everything in this process."""
    from service.api.app import create_app, create_front
    from service.api.counter import Counter

    if first is not None:
        return create_front(orders, rules, first)
    return create_app(
        orders.index,
        desk=Counter(orders.endpoint),
        access=rules,
        mcp=orders.mcp,
        url=orders.url,
        log_questions=orders.log_questions,
    )


def _rules(args: argparse.Namespace) -> Access:
    """Who may ask. Off loopback the first key closes the API to whoever has none.

    One that has expired does so too: neither its end nor a clock that jumps opens a door.
    """
    from service.api.access import Access
    from service.api.keys import Keyring
    from service.api.rates import Buckets

    ring = Keyring(args.index)
    outside = not _is_loopback(args.host)
    today = datetime.now(UTC).date().isoformat()
    keys = [key for key in ring.list() if key.revoked is None]
    need_key = args.require_key or (outside and bool(keys) and not args.open)
    if need_key and not any(key.is_live(today) for key in keys):
        complain(
            "Chưa có khóa nào còn hạn, nên chưa ai dùng được API; hãy tạo: tracuu keys add NHÃN · "
            "No key is valid, so nobody can use the API yet; make one: tracuu keys add LABEL"
        )
    elif outside and not need_key and not args.open:
        complain(
            f"CHÚ Ý: ai tới được {args.host} đều dùng được API, không cần khóa. Cần khóa: tracuu "
            "keys add NHÃN rồi phục vụ lại; cố ý để mở: --open · NOTE: whoever reaches this "
            "address can use the API without a key. Make keys and serve again, or say --open"
        )
    return Access(
        ring,
        need_key=need_key,
        count_addresses=outside or args.require_key,
        origins=tuple(args.allow_origin or ()),
        buckets=Buckets(args.rate),
    )


def _cores() -> int:
    """The cores this process may use; one where processes are not safely forked (macOS)."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def claim(host: str, port: int) -> socket.socket:
    """A socket bound to the address, not yet listening; raises ``PortBusy``."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise PortBusy(f"Không dùng được địa chỉ {host} · Bad address {host} ({error})") from None
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise _refusal(host, port, error) from None
    return listener


def _refusal(host: str, port: int, error: OSError) -> PortBusy:
    if error.errno == errno.EADDRINUSE:
        return PortBusy(
            f"Cổng {port} đang bận. Dừng chương trình đang dùng cổng, hoặc chọn cổng khác: "
            f"--port {port + 1} (make serve PORT={port + 1}) · Port {port} is busy. Stop what uses "
            f"it, or choose another: --port {port + 1} (make serve PORT={port + 1})"
        )
    if error.errno == errno.EACCES:
        return PortBusy(
            f"Không được phép mở cổng {port}; hãy chọn cổng từ 1024 trở lên · "
            f"Not allowed to open port {port}; choose one from 1024 up"
        )
    return PortBusy(f"Không mở được {host}:{port} · Cannot open {host}:{port} ({error})")


def _run(app: FastAPI, listener: socket.socket, log: dict[str, Any]) -> None:
    import uvicorn

    from service.api.patience import CONNECTIONS, PatientProtocol
    from service.api.turnstile import settle

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                say(f"Đang phục vụ · Serving: {_url(listener)} — Ctrl-C để dừng · to stop")
                sys.stdout.flush()  # whoever reads it through a pipe is waiting for it

    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        log_config=log,
        access_log=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=_PATIENCE,
        server_header=False,
    )
    settle()
    # uvicorn repeats the signal once everything is closed; either ends in the same calm way.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        Server(config).run([listener])
    except KeyboardInterrupt:
        return


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "localhost"}.get(host, host)  # noqa: S104
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
