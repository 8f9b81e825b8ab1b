"""What a phone on a slow line must fetch before its owner can vote."""

from __future__ import annotations

from typing import Any

LIMIT = 120_000


def test_voting_page_is_light_on_a_first_visit(hub: Any, fresh: Any) -> None:
    page = fresh.new_page()
    session = fresh.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, float] = {}
    names: dict[str, str] = {}
    session.on("Network.responseReceived", lambda event: names.update({event["requestId"]: event["response"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(hub.examples["conversations:vote"], wait_until="networkidle")
    total = sum(sizes.values())
    fetched = sorted(((size, names.get(key, "")) for key, size in sizes.items()), reverse=True)
    print(f"first visit to the voting page: {total / 1000:.1f} kB in {len(sizes)} answers")
    assert len(sizes) >= 3, "style sheet and page must be among what was measured"
    assert total < LIMIT, f"{total:.0f} bytes: {fetched}"
    assert all(name.startswith((hub.address, "data:")) for _, name in fetched), "nothing comes from elsewhere"
