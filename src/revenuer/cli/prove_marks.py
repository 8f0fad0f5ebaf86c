"""`revenuer prove marks`: watermarks of an account's key, or of the provider's sampler."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from revenuer.mark.coins import account_key
from revenuer.mark.folder import read_key
from revenuer.problems import Problem
from revenuer.proof.choice_marks import marks_test
from revenuer.proof.text_column import read_texts
from revenuer.proof.token_marks import token_mark, token_marks_test
from revenuer.proof.weights import load_tokenizer
from revenuer.stats.multiplicity import holm


def marks(
    texts: Annotated[Path, typer.Option(help="The suspect's output: a Parquet file of texts.")],
    secret: Annotated[
        Path | None, typer.Option(help="The secret key file: 64 hexadecimal digits.")
    ] = None,
    account: Annotated[
        list[str] | None, typer.Option(help="An account whose key to try; repeatable.")
    ] = None,
    watermark: Annotated[
        Path | None,
        typer.Option(help="Instead: a token watermark's configuration, JSON as transformers'."),
    ] = None,
    tokenizer: Annotated[
        str, typer.Option(help="The tokenizer the watermark was written with: folder or name.")
    ] = "",
    column: Annotated[str, typer.Option(help="The column of texts.")] = "text",
    alpha: Annotated[float, typer.Option(help="The level fixed in advance.")] = 1e-6,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the permutations.")] = 0,
) -> None:
    """Does the suspect's output prefer the wordings of an account's key, or carry the provider's
    token watermark? One JSON object."""
    if not 0 < alpha < 1:
        raise Problem("The level must lie between 0 and 1.", where="--alpha", hint="try 1e-6")
    by_key, by_token = secret is not None and account is not None, bool(watermark and tokenizer)
    if by_key == by_token:
        raise Problem(
            "Marks are those of accounts' keys or of one token watermark.",
            hint="give --secret and --account, or --watermark and --tokenizer",
        )
    found = read_texts(texts, column)
    if secret is not None and account is not None:
        told = _choices(found, read_key(secret), account, alpha, seed)
    else:
        assert watermark is not None  # one of the two was given
        told = _tokens(found, watermark, tokenizer, alpha)
    typer.echo(orjson.dumps(told).decode())


def _choices(
    texts: list[str], secret: bytes, accounts: list[str], alpha: float, seed: int
) -> dict[str, Any]:
    results = [marks_test(texts, account_key(secret, name), seed=seed) for name in accounts]
    adjusted = holm([result.p_value for result in results], alpha)
    rows = [
        {"account_id": name, **asdict(result), "p_holm": float(level), "rejected": bool(rejected)}
        for name, result, level, rejected in zip(
            accounts, results, adjusted.adjusted, adjusted.rejected, strict=True
        )
    ]
    return {"tested": len(rows), "alpha": alpha, "accounts": rows}


def _tokens(texts: list[str], watermark: Path, tokenizer: str, alpha: float) -> dict[str, Any]:
    try:
        config = orjson.loads(watermark.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise Problem(
            "The watermark's configuration is not readable JSON.",
            where=str(watermark),
            hint="write config.to_dict() of the WatermarkingConfig that was used",
        ) from error
    own = load_tokenizer(tokenizer)
    result = token_marks_test(texts, own, token_mark(config, len(own)))
    rejected = result.p_value <= alpha
    return {"tested": 1, "alpha": alpha, "watermark": {**asdict(result), "rejected": rejected}}
