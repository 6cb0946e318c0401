"""Opening files: pictures of pages, or a reason."""

import io
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from extractors.limits import Limits, UnreadableError
from extractors.raster import opened
from extractors.reader import describe
from extractors.sniff import FileKind, promised, sniff
from tests.extractors.drawing import picture, ruled, sheet

LIMITS = Limits()


def reason(data: bytes, name: str, limits: Limits = LIMITS) -> str:
    with pytest.raises(UnreadableError) as caught:
        describe(data, name, limits)
    return caught.value.problem.code


def pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    images = [Image.fromarray(sheet(400, 500)) for _ in range(pages)]
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=100)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("PNG", "png"),
        ("JPEG", "jpeg"),
        ("BMP", "bmp"),
        ("TIFF", "tiff"),
        ("WEBP", "webp"),
        ("GIF", "gif"),
    ],
)
def test_pictures_of_every_kind(form: str, kind: str) -> None:
    """Content decides the kind, and the page has the picture's size."""
    data = picture(sheet(300, 200), form)
    assert sniff(data[:1024]) == kind
    assert describe(data, f"a.{kind}", LIMITS).pages == 1
    with opened(data, FileKind(kind), LIMITS) as source:
        assert source.raster(0).image.shape == (200, 300, 3)


def test_frames_of_a_tiff_are_pages() -> None:
    """A fax of three pages."""
    out = io.BytesIO()
    frames = [Image.new("L", (200, 300), 10 * n) for n in range(3)]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    assert describe(out.getvalue(), "a.tif", LIMITS).pages == 3


def test_pages_of_a_pdf_come_at_the_scans_resolution() -> None:
    """A scan of 400 pixels over four inches is 100 dpi; it is shown at no less than is readable."""
    data = pdf(2)
    assert describe(data, "a.pdf", LIMITS).pages == 2
    with opened(data, FileKind.PDF, LIMITS) as source:
        raster = source.raster(1)
    assert raster.dpi == 150
    assert raster.image.shape[:2] == (750, 600)


def test_the_cameras_turn_is_obeyed() -> None:
    """EXIF orientation 6: the picture is shown turned by 90 degrees."""
    exif = Image.Exif()
    exif[0x0112] = 6
    data = picture(sheet(300, 200), "JPEG", exif=exif)
    with opened(data, FileKind.JPEG, LIMITS) as source:
        raster = source.raster(0)
    assert raster.image.shape[:2] == (300, 200)


def packed(*names: str) -> bytes:
    """A zip with empty members of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, b"")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "empty-file"),
        (b"%PDF-1.4\nnothing", "a.pdf", "pdf-damaged"),
        (b"hello, this is text", "a.docx", "wrong-extension"),
        (b"PK\x03\x04broken", "a.docx", "docx-damaged"),
        (b"PK\x03\x04broken", "a.zip", "archive-damaged"),
        (b"\xff\xd8\xff\xe0broken", "a.jpg", "image-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "kind-unsupported"),
        (b"hello", "a.txt", "kind-unsupported"),
        (b"{\\rtf1\\ansi hello}", "a.rtf", "rtf-unsupported"),
        (b"{\\rtf1\\ansi hello}", "a.doc", "rtf-unsupported"),
        (packed("OFD.xml", "Doc_0/Document.xml"), "a.ofd", "ofd-unsupported"),
    ],
)
def test_what_cannot_be_read_has_its_reason(data: bytes, name: str, code: str) -> None:
    """A code for the catalogue, never a traceback."""
    assert reason(data, name) == code


def test_limits_are_named() -> None:
    """Too many bytes, too many pages, too many pixels."""
    assert reason(pdf(3), "a.pdf", Limits(pages=2)) == "too-many-pages"
    assert reason(pdf(1), "a.pdf", Limits(file_bytes=100)) == "file-too-large"
    with (
        opened(
            picture(sheet(300, 200)), FileKind.PNG, Limits(page_pixels=1000, worker_bytes=100_000)
        ) as source,
        pytest.raises(UnreadableError) as caught,
    ):
        source.raster(0)
    assert caught.value.problem.code == "page-too-large"


def test_a_large_page_is_reduced_and_says_so() -> None:
    """A poster is not refused."""
    with opened(picture(sheet(800, 600)), FileKind.PNG, Limits(raster_pixels=120_000)) as source:
        raster = source.raster(0)
    assert raster.image.shape[0] * raster.image.shape[1] <= 125_000
    assert [problem.code for problem in raster.problems] == ["page-reduced"]


def test_a_wrong_suffix_is_noted_and_the_file_read() -> None:
    """A picture that is called .pdf is a picture."""
    info = describe(picture(sheet()), "a.pdf", LIMITS)
    assert info.kind is FileKind.PNG
    assert [problem.code for problem in info.problems] == ["wrong-extension"]


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from(
        [pdf(1), picture(ruled(sheet(), (10, 50), (10, 90)), "JPEG"), b"PK\x03\x04"]
    ),
    cut=st.integers(0, 3000),
    flips=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=8),
)
def test_mutilated_files_end_in_facts_or_a_reason(
    start: bytes, cut: int, flips: list[tuple[int, int]]
) -> None:
    """Whatever the bytes, a description or an UnreadableError."""
    data = bytearray(start[: max(1, len(start) - cut)])
    for place, value in flips:
        data[place % len(data)] = value
    try:
        info = describe(bytes(data), "a.pdf", LIMITS)
        if info.pages:
            with opened(bytes(data), info.kind, LIMITS) as source:
                assert source.raster(0).image.dtype == np.uint8
    except UnreadableError as error:
        assert error.problem.code


def test_suffixes_promise() -> None:
    """The name is only a promise."""
    assert promised("申报表.DOCX") is FileKind.DOCX
    assert promised("README") is FileKind.UNKNOWN


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P"])
def test_a_page_over_the_limit_is_reduced_and_marked(kind: str, mode: str) -> None:
    """An honest large scan is read smaller, and says so; its print stays where it was."""
    page = Image.fromarray(sheet(300, 200))
    page.paste((0, 0, 0), (30, 20, 150, 40))
    if mode != "RGB" and not (kind == "JPEG" and mode in ("1", "P")):
        page = page.convert(mode)
    out = io.BytesIO()
    page.save(out, kind)
    limits = Limits(page_pixels=10_000)

    with opened(out.getvalue(), FileKind(kind.lower()), limits) as source:
        raster = source.raster(0)

    assert [problem.code for problem in raster.problems] == ["page-reduced"]
    height, width = raster.image.shape[:2]
    assert 2_500 < height * width <= 10_000
    assert abs(width / height - page.width / page.height) < 0.05
    across, down = width / page.width, height / page.height
    bar = raster.image[
        round(24 * down) : round(36 * down), round(40 * across) : round(140 * across)
    ]
    below = raster.image[round(60 * down) :]
    assert bar.mean() < 60 and below.mean() > 200


def test_a_picture_cut_off_is_damaged() -> None:
    """Wherever a decoder notices it: in the pixels, or on the way to what stands behind them."""
    data = picture(sheet(300, 200))
    for size in range(len(data) // 4, len(data) - 20, len(data) // 7):
        with (
            pytest.raises(UnreadableError) as caught,
            opened(data[:size], FileKind.PNG, LIMITS) as source,
        ):
            source.raster(0)
        assert caught.value.problem.code == "image-damaged"
