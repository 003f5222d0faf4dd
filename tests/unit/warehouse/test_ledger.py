"""Only published batches count, the newest for each key; nothing is seen that no longer counts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.warehouse.ledger import FileEntry, Ledger, LoadKey
from pipelines.warehouse.loads import Step

A, B = LoadKey("pay", "u1", "2024-01"), LoadKey("pay", "u2", "2024-01")


def enter(ledger: Ledger, content: str, *keys: LoadKey, publish: bool = True, complete: bool = True) -> str:
    """Enter a batch of one file with one row for each key."""
    batch, build = ledger.next_batch(), ledger.next_build()
    ledger.receive(batch, [(f"{content}.csv", content)])
    ledger.parsed(batch, [FileEntry(f"{content}.csv", content, f"read-{content}", content, complete, dict.fromkeys(keys, 1))], [])
    ledger.staged(batch)
    if publish:
        ledger.built(build, Step(kind="load", batch=batch), "2024-01-01", {})
        ledger.publish(build)
    return batch


def states(ledger: Ledger) -> list[object]:
    return [b["state"] for b in ledger.batches()]


def test_the_newest_published_batch_of_a_key_counts(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        first, second = enter(ledger, "one", A, B), enter(ledger, "two", A)
        cut = enter(ledger, "three", A, B, publish=False)
        assert {(x.key, x.batch) for x in ledger.live()} == {(A, second), (B, first)}
        assert {(x.key, x.batch) for x in ledger.live(cut)} == {(A, cut), (B, cut)}


def test_a_batch_of_which_nothing_counts_is_superseded(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        enter(ledger, "one", A), enter(ledger, "two", A, B)
        assert states(ledger) == ["superseded", "published"]


def test_a_file_is_seen_while_all_it_brought_counts(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        enter(ledger, "one", A, B)
        seen = ledger.seen(reading="read-one")
        assert seen is not None and seen.keys == {A, B} and ledger.seen(content="one") == seen
        enter(ledger, "two", A)
        assert ledger.seen(reading="read-one") is None and ledger.seen(content="two") is not None


def test_a_file_with_rows_kept_out_is_read_again(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        enter(ledger, "one", A, complete=False)
        assert ledger.seen(reading="read-one") is None and ledger.seen(content="one") is not None


def test_what_was_cut_short_fails_and_is_not_seen(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        cut = enter(ledger, "one", A, publish=False)
        assert ledger.seen(content="one") is None
        assert ledger.fail_unpublished() == [cut] and ledger.fail_unpublished() == []
        assert ledger.live() == [] and ledger.next_batch() != cut


def test_publishing_twice_is_the_same_as_once(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        enter(ledger, "one", A)
        before = ledger.live(), ledger.builds(), states(ledger)
        ledger.publish("b000001")
        assert (ledger.live(), ledger.builds(), states(ledger)) == before


def test_a_row_account_must_add_up(tmp_path: Path) -> None:
    import sqlite3

    with Ledger(tmp_path / "l") as ledger:
        ledger.receive("k000001", [("a.csv", "a")])
        with pytest.raises(sqlite3.IntegrityError):
            ledger.parsed("k000001", [], [("a.csv", "pay", "pay", "", 3, 1, 1, 0, 0)])
        assert states(ledger) == ["received"] and ledger.quality(["k000001"]) == []


@pytest.mark.parametrize("damage", [lambda b: b[:100], lambda b: b"\0" * len(b), lambda b: b"not a database, but text" * 99])
def test_a_damaged_ledger_is_refused(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "l"
    with Ledger(path) as ledger:
        enter(ledger, "one", A)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    if path.read_bytes().strip(b"\0") == b"":
        path.write_bytes(b"garbage" + path.read_bytes())
    with pytest.raises(XiangyiError) as caught:
        Ledger(path)
    assert caught.value.code == ExitCode.DAMAGED


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sets(st.sampled_from([A, B, LoadKey("roster", "u1", "2024-01")]), min_size=1), st.booleans()), max_size=8))
def test_live_loads_are_what_a_plain_dictionary_says(history: list[tuple[set[LoadKey], bool]]) -> None:
    import tempfile

    expected: dict[LoadKey, str] = {}
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "l") as ledger:
        for number, (keys, published) in enumerate(history):
            batch = enter(ledger, f"c{number}", *keys, publish=published)
            if not published:
                ledger.fail_unpublished()
            expected.update(dict.fromkeys(keys, batch) if published else {})
        assert {x.key: x.batch for x in ledger.live()} == expected


def test_a_ledger_that_may_not_be_written_is_not_taken_for_damaged(tmp_path: Path) -> None:
    Ledger(tmp_path / "l").close()
    (tmp_path / "l").chmod(0o444)
    if os.access(tmp_path / "l", os.W_OK):
        pytest.skip("this user may write whatever the mode says")
    with pytest.raises(PermissionError, match="l'$"):
        Ledger(tmp_path / "l")
