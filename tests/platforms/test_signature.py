"""The signature: the documented vectors, and what must hold for any parameters."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.platforms.kuaishou import SignMethod, sign
from console.platforms.simulator.wire import PUBLIC, signature

VECTORS = [
    ("open.seller.order.list", '{"title":"短袖"}', "MD5", "6005da269b372ff10945e565ef37a4c6"),
    ("open.seller.order.list", '{"title":"短袖"}', "HMAC_SHA256", "ZpPrG0oB1g/T93FyyVD+VCzRey41yqxZoCqcGg7upYM="),
    (
        "open.item.shelf.status.update",
        '{"kwaiItemId":123456,"shelfStatus":1}',
        "MD5",
        "8df16a4baa49add145f74e47ce8c63e0",
    ),
    (
        "open.item.shelf.status.update",
        '{"kwaiItemId":123456,"shelfStatus":1}',
        "HMAC_SHA256",
        "FPQOhCy6WpB18twSNoSX8NLQVpumnBLLqIYUj+LY2t4=",
    ),
]

parameters = st.dictionaries(st.sampled_from(PUBLIC), st.text(st.characters(codec="utf-8")), min_size=1)


@pytest.mark.parametrize(("method", "param", "sign_method", "expected"), VECTORS)
def test_vectors(method: str, param: str, sign_method: str, expected: str) -> None:
    """Client and simulator both reach the signatures of the documented vectors."""
    values = {
        "appkey": "ks123",
        "access_token": "token",
        "timestamp": "1583271919000",
        "version": "1",
        "method": method,
        "param": param,
        "signMethod": sign_method,
    }
    assert sign(values, "sign-secret", SignMethod(sign_method)) == expected
    assert signature(values, "sign-secret") == expected


@given(parameters, st.text(st.characters(codec="utf-8")), st.sampled_from(SignMethod))
def test_order_and_absent_ones_do_not_matter(values: dict[str, str], secret: str, method: SignMethod) -> None:
    """The order of the parameters, absent ones and an earlier `sign` leave the signature as it is."""
    shuffled: dict[str, str | None] = dict(reversed(values.items()))
    assert sign(values, secret, method) == sign(shuffled | {"absent": None, "sign": "earlier"}, secret, method)


@given(parameters, st.text(st.characters(codec="utf-8")), st.sampled_from(SignMethod))
def test_both_sides_agree(values: dict[str, str], secret: str, method: SignMethod) -> None:
    """For any text whatever, the simulator expects what the client signs."""
    values["signMethod"] = method.value
    assert signature(values, secret) == sign(values, secret, method)


@given(parameters, st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_change_shows(values: dict[str, str], more: str) -> None:
    """Any change of any value changes the signature, and its form is the documented one."""
    name = next(iter(values.keys() - {"sign"}), "method")
    changed = values | {name: values.get(name, "") + more}
    before, after = (sign(each, "secret", SignMethod.HMAC_SHA256) for each in (values, changed))
    assert before != after
    assert len(base64.b64decode(after, validate=True)) == 32
