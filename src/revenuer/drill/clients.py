"""Client software: user agents, header sets, and what they send of themselves."""

from dataclasses import dataclass

from revenuer.drill.dice import Dice

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Client:
    """One installed client: its user agent and the `x-` headers it sends."""

    user_agent: str
    headers: Headers = ()
    streams: bool = False


_PYTHON_SDK = ("1.40.8", "1.51.2", "1.58.1", "1.61.0", "1.68.2", "1.75.0", "1.82.1", "1.97.0")
_NODE_SDK = ("4.52.7", "4.67.3", "4.77.0", "4.86.1", "4.104.0", "5.3.0", "5.12.2")
_PYTHONS = ("3.9.18", "3.10.12", "3.10.14", "3.11.4", "3.11.9", "3.12.3", "3.12.7", "3.13.1")
_NODES = ("v18.19.1", "v20.11.0", "v20.18.1", "v22.4.0", "v22.12.0")
_SYSTEMS = (("Linux", "x64"), ("Linux", "arm64"), ("MacOS", "arm64"), ("Windows", "x64"))
_PLAIN = (
    "python-requests/2.31.0", "python-requests/2.32.3", "python-httpx/0.27.2",
    "python-httpx/0.28.1", "axios/1.6.8", "axios/1.7.9", "node-fetch/1.0", "curl/8.5.0",
    "curl/8.7.1", "okhttp/4.12.0", "Go-http-client/2.0", "PostmanRuntime/7.39.0",
    "Dart/3.4 (dart:io)", "Java-http-client/17.0.9", "GuzzleHttp/7", "aiohttp/3.9.5",
)  # fmt: skip
_CHAT_APPS = (
    "Parlour/2.4.1 (web)", "Parlour/2.5.0 (web)", "Parlour/2.5.0 (desktop)", "Inkwell/1.9.3",
    "Inkwell/1.10.0", "OpenPorch/0.6.12", "OpenPorch/0.6.15", "TalkBench/3.1", "Quillpad/5.0.2",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/136.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.4 Safari",
    "Mozilla/5.0 (X11; Linux x86_64; rv:138.0) Gecko/20100101 Firefox/138.0",
)  # fmt: skip


def python_sdk(dice: Dice) -> Client:
    """The vendor's Python library, some version on some machine."""
    version, runtime = dice.pick(_PYTHON_SDK), dice.pick(_PYTHONS)
    system, arch = dice.weighted(_SYSTEMS, (0.55, 0.1, 0.2, 0.15))
    flavour = dice.weighted(("false", "async:asyncio"), (0.6, 0.4))
    name = "AsyncOpenAI" if flavour.startswith("async") else "OpenAI"
    return Client(
        f"{name}/Python {version}",
        (
            *stainless("python", version, system, arch, "CPython", runtime),
            ("x-stainless-async", flavour),
        ),
    )


def node_sdk(dice: Dice) -> Client:
    """The vendor's JavaScript library."""
    version = dice.pick(_NODE_SDK)
    system, arch = dice.weighted(_SYSTEMS, (0.6, 0.1, 0.2, 0.1))
    return Client(
        f"OpenAI/JS {version}",
        stainless("js", version, system, arch, "node", dice.pick(_NODES)),
    )


def stainless(
    lang: str, version: str, system: str, arch: str, runtime: str, runtime_version: str
) -> Headers:
    """The seven headers the vendor's generated libraries send."""
    return (
        ("x-stainless-lang", lang),
        ("x-stainless-package-version", version),
        ("x-stainless-os", system),
        ("x-stainless-arch", arch),
        ("x-stainless-runtime", runtime),
        ("x-stainless-runtime-version", runtime_version),
        ("x-stainless-retry-count", "0"),
    )


def persons_client(dice: Dice) -> Client:
    """What a private customer uses: a chat program mostly, sometimes a library or a script."""
    kind = dice.random()
    if kind < 0.55:
        return Client(dice.pick(_CHAT_APPS), streams=True)
    if kind < 0.75:
        return python_sdk(dice)
    if kind < 0.85:
        return node_sdk(dice)
    return Client(dice.pick(_PLAIN))


def servers_client(dice: Dice) -> Client:
    """What a back end uses: libraries."""
    kind = dice.random()
    if kind < 0.5:
        return python_sdk(dice)
    if kind < 0.75:
        return node_sdk(dice)
    return Client(dice.pick(_PLAIN))
