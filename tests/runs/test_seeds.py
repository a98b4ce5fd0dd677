"""Which seeds runs have."""

from hashlib import sha256

import pytest

from bnreport.runs.seeds import draw_seed, tuning_seed


def test_a_seed_is_drawn_with_the_salt() -> None:
    """sha256("salt/index"), 48 bits; without a salt the index itself."""
    assert draw_seed("5a" * 16, 3) == int(sha256(f"{'5a' * 16}/3".encode()).hexdigest()[:12], 16)
    assert draw_seed("", 3) == 3


@pytest.mark.parametrize("digest", [b"\x00", b"\xff"])
def test_no_verdict_has_a_seed_of_tuning(monkeypatch: pytest.MonkeyPatch, digest: bytes) -> None:
    """Whatever the digest is, and however many seeds a study may have."""
    monkeypatch.setattr("bnreport.runs.seeds.sha256", lambda _: type("", (), {"digest": lambda _: digest * 32})())
    drawn = {draw_seed(salt, index) for salt in ("", "5a") for index in range(1000)}
    assert max(drawn) < min(tuning_seed(index) for index in range(1000))
    assert len({tuning_seed(index) for index in range(1000)}) == 1000
