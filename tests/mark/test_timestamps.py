"""Timestamps of checkpoints, from an authority made on the spot with `openssl ts`."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from ledgers import request
from typer.testing import CliRunner

from revenuer.cli.ledger import app
from revenuer.mark.beginning import init
from revenuer.mark.ledger import Ledger
from revenuer.mark.timestamps import stamp, stamps
from revenuer.mark.verification import given_key
from revenuer.problems import Problem

pytest.importorskip("rfc3161_client", reason="the extra timestamps is not installed")
if shutil.which("openssl") is None:
    pytest.skip("openssl, which plays the authority, is not installed", allow_module_level=True)

CONFIG = """
[tsa]
dir = .
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
[extensions]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[req]
distinguished_name = name
[name]
"""


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys and certificates of a root and of an authority under it."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "c.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    new = ["-newkey", "rsa:2048", "-nodes", "-config", "c.cnf"]
    openssl(folder, "req", "-x509", *new, "-keyout", "root.key", "-out", "root.pem",
            "-subj", "/CN=Test Root", "-days", "2", "-extensions", "root")  # fmt: skip
    openssl(folder, "req", *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Test TSA")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key",
            "-CAcreateserial", "-out", "tsa.pem", "-days", "2", "-extfile", "c.cnf",
            "-extensions", "extensions")  # fmt: skip
    return folder


@pytest.fixture
def address(authority: Path) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (authority / "query.tsq").write_bytes(query)
            openssl(authority, "ts", "-reply", "-config", "c.cnf", "-section", "tsa",
                    "-queryfile", "query.tsq", "-out", "reply.tsr")  # fmt: skip
            self.send_response(200)
            self.end_headers()
            self.wfile.write((authority / "reply.tsr").read_bytes())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
        server.shutdown()
        thread.join()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    init(tmp_path / "ledger", "ledger.example/stamped")
    with Ledger(tmp_path / "ledger") as writer:
        writer.append_many([request(number, accounts=1) for number in range(5)])
    return tmp_path / "ledger"


def note_of(ledger: Path) -> bytes:
    with Ledger(ledger) as writer:
        return writer.checkpoint


def test_a_stamp_is_kept_and_holds(ledger: Path, authority: Path, address: str) -> None:
    roots, key = authority / "root.pem", given_key(None, ledger)
    made = stamp(ledger, note_of(ledger), key, address, roots)
    assert made.authority == "CN=Test TSA"
    assert made.checkpoint.size == 7  # a description, an account and five pairs
    (again,) = stamps(ledger, key, roots)
    assert again == made
    openssl(ledger / "timestamps", "ts", "-verify", "-in", made.file.name, "-data",
            "000000000007.checkpoint", "-CAfile", str(roots))  # fmt: skip


def test_a_changed_checkpoint_or_answer_is_refused(
    ledger: Path, authority: Path, address: str
) -> None:
    roots, key = authority / "root.pem", given_key(None, ledger)
    made = stamp(ledger, note_of(ledger), key, address, roots)
    whole = made.file.read_bytes()
    made.file.write_bytes(whole[:-3] + bytes([whole[-3] ^ 1]) + whole[-2:])
    with pytest.raises(Problem, match="does not hold"):
        stamps(ledger, key, roots)
    made.file.write_bytes(whole)
    note = made.file.with_name("000000000007.checkpoint")
    note.write_bytes(note.read_bytes().replace(b"\n7\n", b"\n8\n"))
    with pytest.raises(Problem, match="does not hold"):
        stamps(ledger, key, roots)
    note.unlink()
    with pytest.raises(Problem, match="checkpoint is missing"):
        stamps(ledger, key, roots)


def test_another_root_is_refused(
    ledger: Path, authority: Path, address: str, tmp_path: Path
) -> None:
    (tmp_path / "c.cnf").write_text(CONFIG)
    openssl(tmp_path, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-config", "c.cnf",
            "-keyout", "k", "-out", "other.pem", "-subj", "/CN=Other",
            "-extensions", "root")  # fmt: skip
    with pytest.raises(Problem, match="does not hold"):
        stamp(ledger, note_of(ledger), given_key(None, ledger), address, tmp_path / "other.pem")
    assert not (ledger / "timestamps").exists()


def test_an_authority_that_is_not_there(ledger: Path, authority: Path) -> None:
    with pytest.raises(Problem, match="did not answer"):
        stamp(ledger, note_of(ledger), given_key(None, ledger), "http://127.0.0.1:9/",
              authority / "root.pem")  # fmt: skip


def test_the_commands(ledger: Path, authority: Path, address: str) -> None:
    roots = ["--roots", str(authority / "root.pem")]
    runner = CliRunner()
    asked = runner.invoke(app, ["timestamp", str(ledger), "--authority", address, *roots])
    told = runner.invoke(app, ["timestamps", str(ledger), *roots])
    assert asked.stdout == told.stdout
    assert told.stdout.startswith("7 leaves existed at 20")
    assert runner.invoke(app, ["verify", str(ledger)]).exit_code == 0
