"""A confirmed case as a STIX 2.1 bundle. The same case gives the same bytes."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid5

import stix2

from revenuer.cases.findings.found import WORDING, Print
from revenuer.cases.indicators.atlas import techniques_of
from revenuer.cases.indicators.patterns import identifier_pattern, wording_pattern
from revenuer.cases.indicators.salted import salt_id, salted
from revenuer.cases.indicators.sharing import MARKINGS, Sharing
from revenuer.cases.lineage.matching import LEAST_WORDING
from revenuer.cases.moments import read
from revenuer.cases.records import Case
from revenuer.cases.states import State
from revenuer.problems import Problem

NAMESPACE = UUID("7d9e1c1c-8a53-5f0c-9a54-2f8d1d5a6b10")
_TLP = {
    "clear": stix2.TLP_WHITE,
    "green": stix2.TLP_GREEN,
    "amber": stix2.TLP_AMBER,
    "red": stix2.TLP_RED,
}
CONFIDENCE = {"campaign": 85, "pool": 70}
"""Of 100, once a person confirmed the case: high and moderate on the scale of STIX appendix A."""
_KINDS = frozenset({"payment", "device", "email_domain", "signup_ip", "ip", "tls"})


def bundle(case: Case, prints: Sequence[Print], sharing: Sharing) -> bytes:
    """The bundle as indented JSON. Raises Problem for a case that nobody confirmed."""
    if case.row.state not in (State.CONFIRMED, State.ACTIONED):
        raise Problem(
            f"{case.row.id} is {case.row.state}; only confirmed cases are shared.",
            hint="a partner will act on it: judge it first",
        )
    if case.row.verdict not in CONFIDENCE:
        raise Problem(f"{case.row.id} is only watched: there is nothing to share.")
    make = _Maker(case, sharing)
    objects = [make.identity(), make.campaign(), *make.behaviour(), *make.infrastructure(prints)]
    objects += make.indicators(prints)
    objects.append(make.report([o["id"] for o in objects]))
    marking = _TLP[sharing.tlp]
    whole = stix2.Bundle(
        objects=[marking, *objects], id=f"bundle--{make.uuid('bundle')}", allow_custom=False
    )
    return (str(whole.serialize(pretty=True)) + "\n").encode()


class _Maker:
    """Makes the objects of one case."""

    def __init__(self, case: Case, sharing: Sharing) -> None:
        self.case, self.sharing = case, sharing
        self.moment = read(case.row.updated_at)
        self.shared: dict[str, Any] = {
            "created": self.moment,
            "modified": self.moment,
            "created_by_ref": f"identity--{self._producer_uuid()}",
            "object_marking_refs": [MARKINGS[sharing.tlp]],
        }
        self.confidence = CONFIDENCE[case.row.verdict]

    def uuid(self, *parts: str) -> str:
        """A name-based identifier within this producer and case."""
        return str(uuid5(NAMESPACE, "\n".join((self.sharing.producer, self.case.row.id, *parts))))

    def _producer_uuid(self) -> str:
        return str(uuid5(NAMESPACE, self.sharing.producer))

    def identity(self) -> Any:
        fixed = read("2026-01-01T00:00:00Z")
        return stix2.Identity(
            id=f"identity--{self._producer_uuid()}",
            name=self.sharing.producer,
            identity_class="organization",
            created=fixed,
            modified=fixed,
        )

    def campaign(self) -> Any:
        row = self.case.row
        return stix2.Campaign(
            id=self._campaign_id(),
            name=f"Distillation {row.verdict} {self.uuid('name')[:8]}",
            description=(
                f"{row.accounts} accounts of one operator; {row.exchanges} exchanges. "
                f"Expected number of accounts named wrongly: {row.expected_wrong:g}."
            ),
            objective="Answers of a language model collected as training data"
            if row.verdict == "campaign"
            else "Shared or resold access to a language model",
            first_seen=read(row.first_seen),
            last_seen=read(row.last_seen),
            confidence=self.confidence,
            **self.shared,
        )

    def _campaign_id(self) -> str:
        return f"campaign--{self.uuid('campaign')}"

    def behaviour(self) -> Iterator[Any]:
        """ATLAS techniques as attack patterns, and that the campaign uses them."""
        for technique in techniques_of(self.case.campaign):
            pattern = f"attack-pattern--{uuid5(NAMESPACE, technique.id)}"
            yield stix2.AttackPattern(
                id=pattern,
                name=technique.name,
                external_references=[
                    {
                        "source_name": "mitre-atlas",
                        "external_id": technique.id,
                        "url": f"https://atlas.mitre.org/techniques/{technique.id}",
                    }
                ],
                **self.shared,
            )
            yield self._relation(self._campaign_id(), "uses", pattern)

    def infrastructure(self, prints: Sequence[Print]) -> Iterator[Any]:
        """What the accounts share, counted by kind."""
        counts: dict[str, int] = {}
        for item in prints:
            if item.kind in _KINDS and item.rare:
                counts[item.kind] = counts.get(item.kind, 0) + 1
        if not counts:
            return
        told = ", ".join(f"{count} × {kind}" for kind, count in sorted(counts.items()))
        place = f"infrastructure--{self.uuid('infrastructure')}"
        yield stix2.Infrastructure(
            id=place,
            name="Account pool",
            infrastructure_types=["staging"],
            description=f"Things that several accounts share and few others have: {told}.",
            first_seen=read(self.case.row.first_seen),
            last_seen=read(self.case.row.last_seen),
            confidence=self.confidence,
            **self.shared,
        )
        yield self._relation(self._campaign_id(), "uses", place)

    def indicators(self, prints: Sequence[Print]) -> Iterator[Any]:
        """Hashes of wording, and salted hashes of identifiers by kind."""
        rare = [item for item in prints if item.rare]
        words = [item.value for item in rare if item.kind == WORDING]
        if len(words) >= LEAST_WORDING:
            yield from self._indicator(
                WORDING,
                wording_pattern(words),
                f"Fixed wording, as winnowed hashes; {LEAST_WORDING} or more must match.",
            )
        salt = self.sharing.salt
        if salt is None:
            return
        for kind in sorted({item.kind for item in rare} & _KINDS):
            values = [salted(kind, item.value, salt) for item in rare if item.kind == kind]
            yield from self._indicator(
                kind,
                identifier_pattern(kind, salt_id(salt), values),
                f"{kind} shared by accounts of the campaign, as HMAC-SHA256 under an agreed salt.",
            )

    def _indicator(self, kind: str, pattern: str, description: str) -> Iterator[Any]:
        row = self.case.row
        made = stix2.Indicator(
            id=f"indicator--{self.uuid('indicator', kind)}",
            name=f"{kind} of {self.uuid('name')[:8]}",
            description=description,
            indicator_types=["malicious-activity"],
            pattern=pattern,
            pattern_type="stix",
            valid_from=read(row.first_seen),
            valid_until=self.sharing.until(row.last_seen),
            confidence=self.confidence,
            **self.shared,
        )
        yield made
        yield self._relation(made.id, "indicates", self._campaign_id())

    def _relation(self, source: str, kind: str, target: str) -> Any:
        return stix2.Relationship(
            id=f"relationship--{self.uuid(source, kind, target)}",
            source_ref=source,
            relationship_type=kind,
            target_ref=target,
            **self.shared,
        )

    def report(self, ids: Sequence[str]) -> Any:
        return stix2.Report(
            id=f"report--{self.uuid('report')}",
            name=f"Distillation {self.case.row.verdict} {self.uuid('name')[:8]}",
            report_types=["campaign"],
            published=self.moment,
            object_refs=list(ids),
            confidence=self.confidence,
            **self.shared,
        )
