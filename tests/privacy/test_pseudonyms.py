"""Pseudonyms: the same under one key, different under another, and the key is the owner's alone."""

import stat
from pathlib import Path

from talentloop.privacy.keys import open_key
from talentloop.privacy.pseudonyms import Pseudonyms, person_key


def test_the_same_value_of_the_same_kind_is_the_same_pseudonym() -> None:
    one = Pseudonyms(b"k" * 32)
    assert one("person", "a@example.org") == one("person", "a@example.org")
    assert one("person", "a@example.org") != one("visitor", "a@example.org")


def test_another_client_has_other_pseudonyms() -> None:
    assert Pseudonyms(b"k" * 32)("person", "a@example.org") != Pseudonyms(b"l" * 32)("person", "a@example.org")


def test_it_is_no_plain_hash_and_fits_64_bits() -> None:
    import hashlib

    made = Pseudonyms(b"k" * 32)("person", "a@example.org")
    plain = int.from_bytes(hashlib.sha256(b"a@example.org").digest()[:8], "big", signed=True)
    assert made != plain and -(2**63) <= made < 2**63


def test_the_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "pseudonyms.key"
    key = open_key(path)
    assert open_key(path) == key and len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_spelling_of_an_address_makes_no_other_person() -> None:
    assert person_key("  A.Jansen@Example.ORG ") == "a.jansen@example.org"
