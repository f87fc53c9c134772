"""How files begin that are handed over beside exports, or instead of them, and are none."""

import re

# First bytes, and what to call such a file.
FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"\0\0\0", "MP4"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\xd0\xcf\x11\xe0", "Excel 97 / Word 97"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\xfd7zXZ\x00", "xz-compressed"),
    (b"BZh", "bzip2-compressed"),
    (b"\x28\xb5\x2f\xfd", "Zstandard-compressed"),
    (b"\x04\x22\x4d\x18", "LZ4-compressed"),
)
_PAGE = re.compile(r"\s*<(!doctype html|html|table)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml\b")
_ASIDE = re.compile(
    r"\s*(--.*|#.*|/\*.*|\*.*|(set|use|lock|pragma|begin|start|alter|select|delimiter|\\\w+)\b.*)?\s*",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\s*(create\s+(table|database|schema|unlogged|type|sequence)"
    r"|drop\s+(table|database)|insert\s+(into|ignore)"
    r"|replace\s+into|copy\s+\S+.*\bfrom\s+stdin)\b",
    re.IGNORECASE,
)
_LINES = 200  # Lines of comments and settings before the first statement of a dump; known ones have 20.


def text_kind(text: str) -> str | None:
    """What a text is that is no export: "SQL" (a dump of a database), "HTML", "XML"; else None.

    >>> text_kind("-- MySQL dump 10.13\\nDROP TABLE IF EXISTS `posts`;")
    'SQL'
    """
    if _PAGE.match(text):
        return "HTML"
    if _XML.match(text):
        return "XML"
    for line in text[:100_000].split("\n")[:_LINES]:
        if _STATEMENT.match(line):
            return "SQL"
        if not _ASIDE.fullmatch(line):
            return None
    return None
