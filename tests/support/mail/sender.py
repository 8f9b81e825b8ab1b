"""Sends a list in a process of its own. Reads lines from its input; each starts a sender, whose pid and end are told.

It loads Django once and forks for each sender, so that a sender that was killed is quickly followed by the next.
"""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Serve until the input ends."""
    told = json.loads(sys.argv[1])
    os.environ |= told["environment"]
    os.environ["DJANGO_SETTINGS_MODULE"] = "pshub.config.settings"
    from django.conf import settings

    settings.DATABASES["default"].update(told["database"])
    import django

    django.setup()
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            send(int(line))
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def send(list_id: int) -> None:
    """Send what is left of a list, as a worker does that was started anew, and end."""
    from pshub.delivery import ledger, sending
    from pshub.delivery.models import SendList

    send_list = SendList.objects.get(pk=list_id)
    sending.recover(living=())
    while sending.send_rows(send_list, sender=f"sender-{os.getpid()}", seconds=600, most=10**9):
        pass
    os._exit(0 if ledger.close_if_done(send_list) else 1)


if __name__ == "__main__":
    main()
