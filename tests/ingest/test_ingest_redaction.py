"""Secrets never leave the reader, and the byte scan misses none that the patterns know."""

import base64
import random

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revenuer.ingest.exchanges import from_rows
from revenuer.ingest.redact import NEVER_STORED, pseudonym, redact, redact_text
from revenuer.ingest.redact.scan import clues_of

_dice = random.Random(7)


def run_of(alphabet: str, size: int) -> str:
    return "".join(_dice.choice(alphabet) for _ in range(size))


ALNUM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

# Made up here, and put together from parts, so that no scanner takes them for lost keys.
JWT = "eyJ" + run_of(ALNUM, 30) + ".eyJ" + run_of(ALNUM, 60) + "." + run_of(ALNUM, 43)
PEM = (
    "-----BEGIN RSA PRIVATE KEY" + "-----\n" + run_of(ALNUM, 64) + "\n-----END RSA PRIVATE KEY-----"
)
SECRETS = {
    "api-key": ["sk-" + run_of(ALNUM, 30) + "7", "sk-proj-" + run_of(ALNUM, 40) + "1",
                "xai-" + run_of(ALNUM, 48), "hf_" + run_of(ALNUM, 34), "gsk_" + run_of(ALNUM, 44)],
    "anthropic-key": ["sk-ant-api03-" + run_of(ALNUM + "-_", 80)],
    "aws-key": ["AK" + "IA" + run_of(UPPER, 16), "AS" + "IA" + run_of(UPPER, 16),
                "AK" + "IA" + run_of(UPPER, 16) + " / " + run_of(ALNUM + "+/", 40)],
    "github-token": ["gh" + "p_" + run_of(ALNUM, 36), "github_" + "pat_" + run_of(ALNUM, 60)],
    "slack-token": ["xox" + "b-" + run_of(UPPER, 12) + "-" + run_of(ALNUM, 24)],
    "gitlab-token": ["glpat" + "-" + run_of(ALNUM, 20)],
    "google-key": ["AI" + "za" + run_of(ALNUM, 35)],
    "google-token": ["ya29" + "." + run_of(ALNUM, 40)],
    "sendgrid-key": ["SG" + "." + run_of(ALNUM, 22) + "." + run_of(ALNUM, 43)],
    "stripe-key": ["sk_" + "live_" + run_of(ALNUM, 24)],
    "jwt": [JWT],
    "private-key": [PEM, PEM[:60]],
    "bearer": ["Bearer " + run_of(ALNUM, 30) + "4", "bearer " + run_of("abcdef0123456789", 40)],
    "basic-auth": ["Authorization: Basic " + base64.b64encode(b"user:letmein").decode()],
    "password": ["https://user:hunter2@host/path", "https://:hunter2@host", "password=hunter22",
                 'api_key: "a1b2c3d4e5"', "AWS_SECRET_ACCESS_KEY = wJalrXUt/nFE12345",
                 "?access_token=0123456789abcdef&x=1", "AccountKey=" + run_of(ALNUM, 40) + "9=="],
}  # fmt: skip

CASES = [(kind, secret) for kind, secrets in SECRETS.items() for secret in secrets]

INNOCENT = [
    "Use a sk-learn pipeline with a risk-free, task-specific desk-lamp.",
    "The bearer of this internationalization certificate is responsible.",
    "She asked: what is the key: value store, and the secret: of it?",
    "password: {password}",
    "See https://example.com/a/b?x=1@2 and mail me@example.com",
    "Ratio 3:4 = 0.75; eyJust AIzabel AKIRA ghp_short SGML. hf_hub npm_config xoxo-",
    "The token: of my appreciation",
    "密码：不知道。令牌=无",
    "def get_api_key(): return os.environ['OPENAI_API_KEY']",
    "-----BEGIN CERTIFICATE-----",
]


@pytest.mark.parametrize(("kind", "secret"), CASES)
@pytest.mark.parametrize("around", ["{}", "use {} please", "用{}。", '{{"k":"{}"}}', "a\n{}\nb"])
def test_secrets_are_replaced(kind, secret, around):
    if PEM[:60] == secret and around != "{}":
        pytest.skip("a key cut off hides all that follows")
    clean, count = redact_text(around.format(secret))
    assert count >= 1
    assert f"[redacted:{kind}]" in clean
    longest = max(
        secret.replace("=", " ").replace(":", " ").replace("@", " ").replace("/", " ").split(),
        key=len,
    )
    if kind not in ("password", "basic-auth"):
        assert longest not in clean
    for word in ("hunter2", "wJalrXUt", "letmein", "0123456789abcdef", "a1b2c3d4e5"):
        assert word not in clean


@pytest.mark.parametrize("text", INNOCENT)
def test_ordinary_text_stays(text):
    assert redact_text(text) == (text, 0)


def test_text_around_a_secret_stays():
    text = f"Call {SECRETS['github-token'][0]} then Bearer {'a1' * 20}, at ftp://me:pw9@h/x."
    assert redact_text(text) == (
        "Call [redacted:github-token] then Bearer [redacted:bearer], "
        "at ftp://me:[redacted:password]@h/x.",
        3,
    )


ANCHORS = (
    "sk- AKIA AIza eyJ password = : \" ' :// @ ----- token KEY _ ghp_ . ſ \u212a é 𝕏 { } , api_key"
)
FRAGMENTS = st.sampled_from(
    [secret for _, secret in CASES] + INNOCENT + ANCHORS.split() + [" ", "\n", "\xa0", "Bearer "]
)
TEXTS = st.lists(FRAGMENTS | st.text(max_size=12), max_size=8).map("".join)


@settings(deadline=None)  # the first call compiles
@given(st.lists(TEXTS, max_size=6))
def test_the_scan_misses_nothing_the_patterns_know(texts):
    clues = clues_of(pa.array(texts, pa.string()))
    for text, seen in zip(texts, clues.tolist(), strict=True):
        assert redact_text(text, seen) == redact_text(text)


@settings(deadline=None)  # the first call compiles
@given(TEXTS)
def test_redaction_is_final(text):
    clean, _ = redact_text(text)
    assert redact_text(clean) == (clean, 0)


@settings(deadline=None)  # the first call compiles
@given(st.lists(TEXTS, min_size=1, max_size=6), st.data())
def test_the_scan_reads_slices(texts, data):
    whole = pa.array([*texts, None, *texts], pa.string())
    start = data.draw(st.integers(0, len(whole)))
    part = whole.slice(start)
    assert clues_of(part).tolist() == clues_of(whole).tolist()[start:]


def test_the_scan_is_rarely_wrong_about_prose():
    prose = "The model answers: it is, say, about 3.5 of them - no more. Why? Because (x = 2)."
    assert clues_of(pa.array([prose])).tolist() == [0]


KEY = SECRETS["anthropic-key"][0]


def test_every_text_of_an_exchange_is_redacted():
    said = f"my key is {KEY}"
    row = {
        "exchange_id": "1", "ts": 1767607200, "account_id": "a", "system": said,
        "messages": [("user", said), ("assistant", "fine")], "response": said, "reasoning": said,
        "error": said, "params": said, "tools": ["f", said], "user_agent": said,
        "headers": {"x-a": said, "authorization": "Basic x", "Cookie": "c", "x-b": "plain"},
    }  # fmt: skip
    batch, flaws = from_rows([{"ts": 1767607200, "account_id": "b"}, row, row])
    assert not flaws
    for part in (batch, batch.slice(1, 1), batch.slice(0, 1), batch.slice(2, 0)):
        clean, count = redact(part)
        clean.validate(full=True)
        holders = part["system"].drop_null()
        assert count == 11 * len(holders)
        assert KEY not in str(clean.to_pylist())
        before = part.to_pylist()
        for was, now in zip(before, clean.to_pylist(), strict=True):
            assert now.keys() == was.keys()
            if was["system"] is None:
                assert now == was
            else:
                assert now["messages"][1] == {"role": "assistant", "content": "fine"}
                assert now["headers"] == [("x-a", "my key is [redacted:anthropic-key]"),
                                          ("x-b", "plain")]  # fmt: skip
                assert now["tools"][0] == "f"


def test_an_identifier_that_is_a_secret_is_hashed_apart():
    keys = [KEY, SECRETS["anthropic-key"][0][:-1] + "x", KEY, "plain"]
    batch, _ = from_rows(
        [{"exchange_id": str(n), "ts": 1767607200, "account_id": k} for n, k in enumerate(keys)]
    )
    clean, count = redact(batch)
    found = clean["account_id"].to_pylist()
    assert count == 3
    assert found == [pseudonym(KEY), pseudonym(keys[1]), pseudonym(KEY), "plain"]
    assert found[0].startswith("hashed-")
    assert len(set(found)) == 3


def test_excerpts_of_quarantined_lines_are_redacted(ingest_content):
    for line in (
        f'{{"account_id": "{KEY}", ',
        f'{{"ts": 1, "account_id": "a", "system": "{KEY}"}}',
    ):
        result = ingest_content('{"ts":1767607200,"account_id":"a"}\n' + line)
        (entry,) = result.quarantined
        assert entry.line == 2
        assert "[redacted:anthropic-key]" in entry.excerpt
        assert KEY[:20] not in entry.excerpt


def test_parquet_and_lines_lose_the_same_secrets(ingest_content, ingest_paths, tmp_path):
    rows = [
        {"exchange_id": str(n), "ts": 1767607200 + n, "account_id": "a", "system": secret,
         "messages": [{"role": "user", "content": f"see {secret}"}], "headers": {"x": secret}}
        for n, (_, secret) in enumerate(CASES)
    ]  # fmt: skip
    lines = ingest_content(b"\n".join(map(orjson.dumps, rows)))
    raw, _ = from_rows([{**r, "messages": [("user", r["messages"][0]["content"])]} for r in rows])
    pq.write_table(pa.Table.from_batches([raw]), tmp_path / "log.parquet")
    table = ingest_paths([str(tmp_path / "log.parquet")])
    assert table.rows == lines.rows
    assert table.secrets == lines.secrets >= 3 * len(CASES)


def test_headers_never_stored_are_lower_case():
    assert {name.lower() for name in NEVER_STORED} == NEVER_STORED
