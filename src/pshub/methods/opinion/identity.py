"""What identifies the opinion map: name, version, and every constant that results depend on."""

from __future__ import annotations

from pshub.methods.method import Method
from pshub.methods.opinion import constants

NAME = "opinion-map"
VERSION = "1.0"


def method() -> Method:
    """Return the method as it is installed now, its constants read at this moment.

    Examples
    --------
    >>> method().name, method().constants["axis_bits"]
    ('opinion-map', 30)
    """
    values = {name.lower(): value for name, value in vars(constants).items() if name.isupper()}
    return Method(name=NAME, version=VERSION, constants=values)
