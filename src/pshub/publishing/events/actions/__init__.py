"""What can be done to events and to those who come. Nothing else writes to their tables."""

from pshub.publishing.events.actions.checking_in import add_walk_in, check_in, let_in, undo_check_in
from pshub.publishing.events.actions.exporting import export_names
from pshub.publishing.events.actions.inviting import Invitee, invite, read_invitees, withdraw_invitation
from pshub.publishing.events.actions.printing import ask_for_sheet, forget_sheets, read_sheet
from pshub.publishing.events.actions.publishing import (
    publish,
    publish_from_wagtail,
    unpublish,
    unpublish_from_wagtail,
)
from pshub.publishing.events.actions.registering import (
    add_by_hand,
    approve,
    cancel,
    decline,
    expire_offers,
    register,
    take_up,
    withdraw,
)
from pshub.publishing.events.actions.telling import tell_those_registered
from pshub.publishing.events.actions.tidying import erase_addresses, erase_needs, erase_person

__all__ = [
    "Invitee",
    "add_by_hand",
    "add_walk_in",
    "approve",
    "ask_for_sheet",
    "cancel",
    "check_in",
    "decline",
    "erase_addresses",
    "erase_needs",
    "erase_person",
    "expire_offers",
    "export_names",
    "forget_sheets",
    "invite",
    "let_in",
    "publish",
    "publish_from_wagtail",
    "read_invitees",
    "read_sheet",
    "register",
    "take_up",
    "tell_those_registered",
    "undo_check_in",
    "unpublish",
    "unpublish_from_wagtail",
    "withdraw",
    "withdraw_invitation",
]
