"""A real nginx in front of servers, with the configuration that the operators' guide gives."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.postgres import free_port

GUIDE = Path(__file__).parents[1] / "docs" / "operators.md"
MAIN = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/main-error.log;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/academy.conf;
}}
"""


def guide(language: str, beginning: str) -> str:
    """Return the piece of the guide in `language` that begins so."""
    pieces = re.findall(rf"^```{language}\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), flags=re.M | re.S)
    [found] = [piece for piece in pieces if piece.startswith(beginning)]
    return str(found)


def program() -> str:
    """Return the path of nginx."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/local/bin:/usr/bin:/opt/homebrew/bin")
    if found is None:
        raise RuntimeError("nginx was not found: sudo apt-get install nginx")
    return found


class Nginx:
    """nginx as the guide sets it up, for one server or for several, on free ports of this machine."""

    def __init__(self, folder: Path, servers: Sequence[int]) -> None:
        self.folder = folder
        self.port, self._plain_port = free_port(), free_port()
        self._write_certificate()
        (folder / "academy.conf").write_text(self._configuration(servers), encoding="utf-8")
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder), encoding="utf-8")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address that visitors use."""
        return f"https://127.0.0.1:{self.port}/"

    @property
    def trust(self) -> ssl.SSLContext:
        """What a visitor needs to believe the certificate."""
        return ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))

    def check(self) -> str:
        """Let nginx look at its configuration; return what it complains about."""
        done = subprocess.run([*self._command, "-t", "-q"], capture_output=True, text=True, check=False)
        return done.stderr if done.returncode or done.stderr else ""

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        self.process = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)
        while self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError((self.folder / "main-error.log").read_text())

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=120)

    @property
    def log(self) -> str:
        """All that was logged, of every kind."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.log")))

    @property
    def _command(self) -> list[str]:
        return [program(), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]

    def _configuration(self, servers: Sequence[int]) -> str:
        text = guide("nginx", "# /etc/nginx/conf.d/academy.conf")
        several = guide("nginx", "upstream academy {\n    hash")
        one = "upstream academy {\n    server 127.0.0.1:8866;\n}\n"
        assert one in text
        if len(servers) > 1:
            text = text.replace(one, several)
            for example, port in zip(("10.0.0.11:8866", "10.0.0.12:8866"), servers, strict=True):
                assert example in text
                text = text.replace(example, f"127.0.0.1:{port}")
        else:
            text = text.replace("127.0.0.1:8866", f"127.0.0.1:{servers[0]}")
        return (
            text.replace("/etc/letsencrypt/live/academy.example.org", str(self.folder))
            .replace("/var/log/nginx", str(self.folder))
            .replace("listen 443", f"listen 127.0.0.1:{self.port}")
            .replace("listen 80", f"listen 127.0.0.1:{self._plain_port}")
        )

    def _write_certificate(self) -> None:
        said = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=academy"
        files = ["-keyout", str(self.folder / "privkey.pem"), "-out", str(self.folder / "fullchain.pem")]
        names = ["-addext", "subjectAltName=IP:127.0.0.1"]
        subprocess.run(["openssl", *said.split(), *names, *files], check=True, capture_output=True)
