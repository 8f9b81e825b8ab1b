"""Everything that is ever written about findings, one named action each."""

from pshub.evidence.actions.citations import Cited, cite
from pshub.evidence.actions.erasure import erase_snapshot
from pshub.evidence.actions.findings import seal
from pshub.evidence.actions.packages import take_restricted_package
from pshub.evidence.actions.pictures import keep_pictures, keep_provisional_pictures
from pshub.evidence.actions.provisionals import CountChanged, rebase_provisional, save_provisional
from pshub.evidence.actions.states import make_public, supersede, withdraw
from pshub.evidence.actions.verifications import record_verification, request_recompute

__all__ = [
    "Cited",
    "CountChanged",
    "cite",
    "erase_snapshot",
    "keep_pictures",
    "keep_provisional_pictures",
    "make_public",
    "rebase_provisional",
    "record_verification",
    "request_recompute",
    "save_provisional",
    "seal",
    "supersede",
    "take_restricted_package",
    "withdraw",
]
