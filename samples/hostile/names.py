"""Names that mislead people, shells, terminals and file systems; and litter."""

from __future__ import annotations

from samples.hostile.item import Item, Items, pdf

_LONG = "很长的文件名" * 13
# None with a slash or NUL: these are in archives, see `samples.hostile.archives`.
_NAMES = (
    "control\x01\x1b[31m.pdf", "line\nbreak.pdf", "tab\t.pdf", "right\u202efdp.exe",
    "zero\u200bwidth.pdf",
    "CON.pdf", "nul", "aux.txt.pdf", "trailing.pdf ", "trailing.pdf.", " leading.pdf", "-rf.pdf",
    "--workspace=x.pdf", "$(touch yushen-escaped).pdf", "`id`.pdf", "a;b&c|d.pdf", "'quote\".pdf",
    "percent%s%n.pdf", "{0.__class__}.pdf", "[red]markup.pdf", "=HYPERLINK(1).pdf", "~.pdf",
    "back\\slash\\..\\a.pdf", "C:drive.pdf", "...pdf", "……", "申报表（最终版）.pdf", "申报表​.pdf",
    "e\u0301 decomposed.pdf", "emoji😀.pdf", f"{_LONG}.pdf", "NoSuffix", "truth",
    "收件登记 (1).xlsx.pdf",
)  # fmt: skip
_RAW = ("申报表.pdf".encode("gbk"), "台北".encode("big5") + b".pdf", b"\xff\xfe\x80.pdf")
_LITTER = ("~$申报表.docx", ".DS_Store", "Thumbs.db", "desktop.ini", "._a.pdf")


def names() -> Items:
    """Yield good files with bad names, and litter, which is no delivery."""
    data = pdf()
    for name in _NAMES:
        yield Item("name", name, data)
    for raw in _RAW:
        yield Item("name", raw.decode("utf-8", "surrogateescape"), data)
    for name in _LITTER:
        yield Item("litter", name, b"litter")
