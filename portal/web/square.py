"""Addresses as squares that a phone reads from paper."""

import segno
from markupsafe import Markup


def square(address: str, title: str) -> Markup:
    """A QR code (ISO/IEC 18004) as an SVG to stand in a page; a quarter of it may be soiled.

    Args:
        address: Whole, at most 1,000 characters.
        title: What a phone finds there, for those who do not see the picture.
    """
    drawn = segno.make_qr(address, error="q").svg_inline(
        omitsize=True, svgclass="square", lineclass=None, title=title
    )
    return Markup(drawn)  # noqa: S704 - drawn by the library; the title is escaped by it
