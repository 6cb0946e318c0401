"""Pack a packet's documents into what arrives: folders, archives, mails, volumes."""

import io
import random
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import zip_longest

import pikepdf
from PIL import Image

from samples import broken
from samples.degrade import Scanned
from samples.packet import Document, Packet
from samples.plan import Plan
from samples.shelf import Shelf
from samples.truth import Filed, Trouble
from samples.word import EPOCH

SHANGHAI = timezone(timedelta(hours=8))
FORM_KINDS = ("registration", "award_org", "award_project", "award_person")
NAMES = {
    "registration": ("报名表",),
    "award_org": ("组织奖申报表", "申报表"),
    "award_project": ("项目奖申报表", "申报表"),
    "award_person": ("个人奖申报表", "申报表"),
    "commitment": ("承诺书", "申报承诺书"),
    "licence": ("营业执照", "营业执照副本复印件"),
    "certificate": ("质量管理体系认证证书", "体系证书"),
    "id_card": ("身份证复印件", "身份证"),
    "test_report": ("检测报告", "检测报告及验收证明"),
    "report": ("自我评价报告", "自评报告"),
    "cover_letter": ("报送函", "关于报送申报材料的函"),
}


@dataclass(slots=True)
class Entry:
    """One entry of the haul: a file, or the files of a folder."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    single: bytes = b""


@dataclass(frozen=True, slots=True)
class Packed:
    """The entries of a packet, and where each page went."""

    entries: tuple[Entry, ...]
    filed: tuple[Filed, ...]
    troubles: tuple[Trouble, ...]


def pdf_of(pages: Sequence[Scanned]) -> bytes:
    """Return scanned pages as a PDF, each page one JPEG."""
    pdf = pikepdf.new()
    for page in pages:
        grey = page.jpeg_mode == "L"
        image = pikepdf.Stream(
            pdf,
            page.jpeg,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=page.width,
            Height=page.height,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB,
            Filter=pikepdf.Name.DCTDecode,
        )
        wide, tall = (round(side * 72 / page.dpi, 2) for side in (page.width, page.height))
        content = f"q {wide} 0 0 {tall} 0 0 cm /Im0 Do Q".encode()
        pdf.pages.append(
            pikepdf.Page(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Page,
                    MediaBox=[0, 0, wide, tall],
                    Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image)),
                    Contents=pdf.make_stream(content),
                )
            )
        )
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def tiff_of(pages: Sequence[Scanned]) -> bytes:
    """Return scanned pages as one TIFF."""
    images = [Image.open(io.BytesIO(page.jpeg)).convert("YCbCr") for page in pages]
    out = io.BytesIO()
    images[0].save(
        out,
        "TIFF",
        save_all=True,
        append_images=images[1:],
        compression="jpeg",
        quality=42,
        dpi=(pages[0].dpi, pages[0].dpi),
    )
    return out.getvalue()


def zip_of(files: dict[str, bytes], *, gbk: bool) -> bytes:
    """Return a zip archive; with `gbk` the names are GBK bytes without the UTF-8 flag."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = _GbkInfo(name, EPOCH) if gbk else zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


class _GbkInfo(zipfile.ZipInfo):
    """A member whose name is written as Chinese Windows used to write it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 (zipfile calls it)
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def mail_of(packet: Packet, files: dict[str, bytes]) -> bytes:
    """Return a mail with the files attached."""
    plan = packet.plan
    org, contact = plan.case.org, plan.case.org.contact
    sent = plan.received.replace(tzinfo=SHANGHAI)
    mail = EmailMessage(policy=SMTP)
    mail["Received"] = (
        f"from mail.example.com (mail.example.com [192.0.2.25]) by mx.saq.example"
        f" with ESMTP id {plan.index:08X}; {format_datetime(sent)}"
    )
    mail["From"] = f'"{org.name}" <{contact.email}>'
    mail["To"] = "member@saq.example"
    mail["Subject"] = f"{org.name}申报2021年度上海市质量管理奖材料"
    mail["Date"] = format_datetime(sent - timedelta(minutes=2))
    mail["Message-ID"] = f"<{plan.index}.{plan.received:%Y%m%d%H%M}@example.com>"
    mail.set_content(
        f"上海市质量协会：\n\n现报送{org.name}的申报材料电子版，请查收。\n\n联系人：{contact.name}\n"
        f"电话：{'、'.join(org.phones)}\n",
        cte="base64",
    )
    types = {"pdf": ("application", "pdf"), "jpg": ("image", "jpeg"), "zip": ("application", "zip")}
    for name, data in files.items():
        main, sub = types.get(name.rpartition(".")[2], ("application", "octet-stream"))
        mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    mail.set_boundary(f"=_{plan.index:04d}_yushen_sample")
    return mail.as_bytes()


def pack(packet: Packet) -> Packed:
    """Pack a packet as its plan wants."""
    plan = packet.plan
    rng = plan.case.rng("packing")
    if plan.entry in ("volume", "tiff", "pair"):
        return _volume(packet, rng)
    shelf = Shelf(nested=plan.nested and plan.entry != "eml")
    for document in packet.documents:
        if plan.entry == "photos" and document.pages:
            _put_photos(shelf, document, plan)
        else:
            _put_document(shelf, document, rng)
    broken.add(packet, shelf, rng)
    stem = plan.name
    if plan.entry in ("folder", "photos"):
        entries = (Entry(stem, files=shelf.files),)
    elif plan.entry == "eml":
        entries = (Entry(f"{stem}.eml", single=mail_of(packet, shelf.files)),)
    else:
        entries = (Entry(f"{stem}.zip", single=zip_of(shelf.files, gbk=plan.entry == "zip-gbk")),)
    return Packed(entries, tuple(shelf.filed), tuple(shelf.troubles))


def _volume(packet: Packet, rng: random.Random) -> Packed:
    """Put all paper into one volume; what is electronic comes as an entry of its own."""
    plan, paper, rest = packet.plan, Shelf(), Shelf()
    pages = [(document.kind, page) for document in packet.documents for page in document.pages]
    suffix = "tif" if plan.entry == "tiff" else "pdf"
    name = f"{plan.name}.{suffix}"
    scans = [page for _, page in pages]
    data = tiff_of(scans) if suffix == "tif" else pdf_of(scans)
    paper.filed += [
        Filed(kind, "original", name, number, page, page.source)
        for number, (kind, page) in enumerate(pages, 1)
    ]
    entries = [Entry(name, single=data)]
    for document in packet.documents:
        if document.file:
            _put_document(rest, document, rng)
    broken.add(packet, rest, rng)
    if rest.files:
        if rng.random() < 0.5:
            entries.append(Entry(f"{plan.name}_电子版.zip", single=zip_of(rest.files, gbk=False)))
        else:
            entries.append(Entry(f"{plan.name}_电子版.eml", single=mail_of(packet, rest.files)))
    return Packed(tuple(entries), (*paper.filed, *rest.filed), tuple(rest.troubles))


def _free(shelf: Shelf, stem: str, suffix: str, *, electronic: bool = False) -> str:
    if shelf.nested:
        stem = ("电子版/" if electronic else "纸质材料扫描件/") + stem
    name, number = f"{stem}{suffix}", 2
    while name in shelf.files:
        name, number = f"{stem}{number}{suffix}", number + 1
    return name


def _put_document(shelf: Shelf, document: Document, rng: random.Random) -> None:
    stem = rng.choice(NAMES[document.kind])
    if document.file:
        stem += "（电子版）" if document.prints else ""
        name = _free(shelf, stem, document.suffix, electronic=True)
        shelf.files[name] = document.file
        source = "docx" if document.suffix == ".docx" else "pdf"
        shelf.filed += [
            Filed(document.kind, "electronic", name, number, None, source, lines, laid)
            for number, (lines, laid) in enumerate(zip_longest(document.texts, document.prints), 1)
        ]
        return
    picture = len(document.pages) == 1 and document.kind not in FORM_KINDS and rng.random() < 0.5
    stem += "" if picture else rng.choice(("", "扫描件", "（盖章）"))
    name = _free(shelf, stem, ".jpg" if picture else ".pdf")
    shelf.files[name] = document.pages[0].jpeg if picture else pdf_of(document.pages)
    shelf.filed += [
        Filed(document.kind, "original", name, number, page, page.source)
        for number, page in enumerate(document.pages, 1)
    ]


def _put_photos(shelf: Shelf, document: Document, plan: Plan) -> None:
    taken = plan.received - timedelta(days=1)
    for page in document.pages:
        number = sum(name.endswith(".jpg") for name in shelf.files)
        moment = taken + timedelta(seconds=37 * number)
        name = _free(shelf, f"IMG_{moment:%Y%m%d_%H%M%S}", ".jpg")
        shelf.files[name] = page.jpeg
        shelf.filed.append(Filed(document.kind, "original", name, 1, page, page.source))
