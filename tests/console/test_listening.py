"""Where the console may listen, and the words with which it refuses."""

from pathlib import Path

import pytest

from revenuer.console.listening import place
from revenuer.problems import Problem


@pytest.fixture
def tls(tmp_path: Path) -> dict[str, Path]:
    for name in ("c.pem", "k.pem"):
        (tmp_path / name).write_text("x")
    return {"certificate": tmp_path / "c.pem", "key": tmp_path / "k.pem"}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.0.3", "LOCALHOST"])
def test_this_machine_needs_nothing(host: str) -> None:
    found = place(host, 8321, can_sign_in=False) if host else None
    assert found is not None
    assert found.single_machine
    assert not found.secure


def test_loopback_is_known_by_all_its_names() -> None:
    found = place("127.0.0.1", 8321)
    assert found.url == "http://127.0.0.1:8321"
    assert found.hosts == {"127.0.0.1:8321", "localhost:8321", "[::1]:8321"}


GOLDEN = [
    (
        {"host": "10.0.0.7"},
        "Refused to listen beyond this machine without TLS.\n"
        "  where: --host 10.0.0.7\n"
        "  try:   Give --tls-certificate and --tls-key, or name the proxy that ends TLS with "
        "--behind-proxy https://NAME, or leave out --host.",
    ),
    (
        {"host": "10.0.0.7", "can_sign_in": False},
        "Nobody could sign in: no account has a password and no single sign-on is set.\n"
        "  where: --host 10.0.0.7\n"
        "  try:   Start it on this machine first and give your account a password in Settings, "
        "or name a team file with --team.",
    ),
    (
        {"host": "127.0.0.1", "behind_proxy": "https://review.example.org", "can_sign_in": False},
        "Nobody could sign in: no account has a password and no single sign-on is set.\n"
        "  where: --host 127.0.0.1\n"
        "  try:   Start it on this machine first and give your account a password in Settings, "
        "or name a team file with --team.",
    ),
    (
        {"host": "127.0.0.1", "behind_proxy": "http://review.example.org"},
        "The proxy's address must be https and have no path.\n"
        "  where: --behind-proxy http://review.example.org\n"
        "  try:   Write it as people type it: --behind-proxy https://review.example.org",
    ),
    (
        {"host": "10.0.0.7", "certificate": Path("c.pem")},
        "TLS needs a certificate and its key.\n  try:   Give both --tls-certificate and --tls-key.",
    ),
]


@pytest.mark.parametrize(("asked", "text"), GOLDEN)
def test_refusals(asked: dict[str, object], text: str) -> None:
    with pytest.raises(Problem) as caught:
        place(port=8321, **asked)  # type: ignore[arg-type]
    assert str(caught.value) == text


def test_all_networks_at_once_have_no_name(tls: dict[str, Path]) -> None:
    with pytest.raises(Problem) as caught:
        place("0.0.0.0", 443, **tls)
    assert str(caught.value) == (
        "An address for all networks has no name that a browser's request could be checked "
        "against.\n  where: --host 0.0.0.0\n"
        "  try:   Name one address of this machine, such as --host review.example.org."
    )


def test_tls_twice(tls: dict[str, Path]) -> None:
    with pytest.raises(Problem, match="not both"):
        place("127.0.0.1", 8321, behind_proxy="https://r.example.org", **tls)


def test_a_missing_certificate_is_named(tmp_path: Path, tls: dict[str, Path]) -> None:
    with pytest.raises(Problem) as caught:
        place("10.0.0.7", 443, certificate=tmp_path / "gone.pem", key=tls["key"])
    assert str(tmp_path / "gone.pem") in str(caught.value)


def test_tls_elsewhere(tls: dict[str, Path]) -> None:
    found = place("review.example.org", 443, **tls)
    assert found.url == "https://review.example.org"
    assert found.hosts == {"review.example.org"}
    assert found.secure
    assert not found.single_machine


def test_behind_a_proxy_only_its_name_counts() -> None:
    found = place("127.0.0.1", 8321, behind_proxy="https://Review.example.org/")
    assert found.hosts == {"review.example.org"}
    assert found.secure
    assert not found.single_machine
