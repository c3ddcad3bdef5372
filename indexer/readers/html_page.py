"""Bytes of a web page to text and to a tree, within bounds and without fetching anything."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from indexer.errors import UnreadableDocument

#: More tags than this take too much memory, and no plan has them.
MAX_TAGS = 500_000

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*(?:["']\s*)?([\w-]+)""", re.I
)
#: The names under which browsers read Windows-1252.
_WESTERN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "x-user-defined"}
#: A page that declares nothing says so within this many bytes.
_HEAD = 8_192


def decode(data: bytes) -> str:
    """Text of a page: by its byte order mark, as UTF-8, or as it declares, in this order.

    What is valid UTF-8 is UTF-8 whatever it declares: old pages often declare nonsense.
    Windows-1252 is the last resort, as in browsers: bytes of TCVN3 and VNI arrive there.
    """
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), *_WIDE):
        if data.startswith(mark):
            return _newlines(data[len(mark) :].decode(name, "replace"))
    if b"\0" in data[:_HEAD]:
        raise UnreadableDocument(
            "Không phải trang HTML (có byte 0). / Not an HTML page (NUL bytes)."
        )
    try:
        return _newlines(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _newlines(data.decode(_declared(data), "replace"))


def parse(content: str) -> etree._Element:
    """The body of a page. A page the parser would cut short is refused."""
    if content.count("<") > MAX_TAGS:
        raise UnreadableDocument(
            f"Trang HTML có hơn {MAX_TAGS:,} thẻ: hãy lưu riêng phần kế hoạch. / "
            f"The HTML page has too many tags: save the plan alone."
        )
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    data = content.replace("\0", " ").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableDocument(
            "Trang HTML không có nội dung đọc được. / Nothing in the HTML page can be read."
        )
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableDocument(
            "Trang HTML lồng thẻ quá sâu (hơn 250 tầng), đọc sẽ mất chữ: hãy lưu lại trang bằng "
            "trình duyệt. / The HTML page nests tags too deep and would be cut short."
        )
    found = root.find("body")
    return root if found is None else found


def _declared(data: bytes) -> str:
    """The encoding the page declares, where Python knows it and it is not UTF-8."""
    found = _DECLARED.search(data[:_HEAD])
    name = found.group(1).decode("ascii", "replace").lower() if found else ""
    if name in _WESTERN or not name:
        return "cp1252"
    try:
        known = codecs.lookup(name)
    except LookupError:
        return "cp1252"
    # One bad byte in a page of UTF-8 is shown as such; the rest stays readable.
    return known.name if known.name.startswith(("utf-8", "cp125", "iso8859")) else "cp1252"


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
