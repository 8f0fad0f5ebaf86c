"""What a page says after a form was sent, by the name that stands in the address."""

NOTICES = {
    "judged": "Judgement recorded.",
    "noted": "Note added.",
    "opened": "Text shown for 15 minutes. Each page of it that you read is in the audit trail.",
    "masked": "Text masked again.",
    "proposed": "Action proposed.",
    "approved": "Action approved.",
    "rejected": "Action rejected.",
    "cancelled": "Action withdrawn.",
    "issued": "Decision signed. The case is now actioned.",
    "delivered": "Decision sent.",
    "lifted": "Action lifted; a signed decision to undo it was made.",
    "answered": "Appeal answered.",
    "appealed": "Appeal recorded.",
    "added": "Person added.",
    "saved": "Saved.",
    "verified": "The audit trail is whole.",
}
