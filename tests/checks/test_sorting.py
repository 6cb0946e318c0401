"""Pages into documents."""

from dataclasses import replace

import pytest

from checks.documents import Copy, SubmittedFile
from checks.sorting import sort_pages
from extractors.facts import Half, Ink, PageFacts, Source
from tests.checks.pack import programme
from tests.checks.paper import line, page, seal, table


def file(path: str, *pages: PageFacts, kind: str = "pdf") -> SubmittedFile:
    return SubmittedFile("d1", path, (path * 64)[:64], kind, pages)


def kinds(*files: SubmittedFile) -> list[tuple[str, int]]:
    found = sort_pages(files, programme().forms).documents
    return [(document.kind, len(document.pages)) for document in found]


COVER = page(1, [line("2021年度上海市质量管理奖", 300), line("（组织奖）申报表", 380)])
INNER = page(
    2, tables=[table([["单位名称", "某某"], ["统一社会信用代码", ""], ["组织概述", "略"]])]
)
LAST = page(3, tables=[table([["其他", "略"]])])
LICENCE = page(4, [line("营业执照", 100), line("名称 某某有限公司", 200)])


def test_a_bound_volume_is_divided_at_titles() -> None:
    """Pages without a title go with the form before them; a licence is a document of its own."""
    assert kinds(file("册.pdf", COVER, INNER, LAST, LICENCE)) == [("award_org", 3), ("licence", 1)]


def test_pictures_of_one_form_are_one_document() -> None:
    """A form photographed page by page, in the order of the numbers in the names."""
    files = (
        file("IMG_0002.jpg", INNER, kind="jpeg"),
        file("IMG_0001.jpg", COVER, kind="jpeg"),
        file("IMG_0003.jpg", LICENCE, kind="jpeg"),
    )
    assert kinds(*files) == [("award_org", 2), ("licence", 1)]


def test_a_page_without_any_sign_stays_in_the_rest() -> None:
    """Unsorted pages are shown, not dropped."""
    odd = page(1, [line("随便写的一页", 700)])
    result = sort_pages((file("x.pdf", odd),), programme().forms)
    assert not result.documents
    assert [ref.path for ref in result.rest] == ["x.pdf"]


def test_every_page_is_in_one_place_only() -> None:
    """Documents, rest and blank pages together are all pages, none twice."""
    pages = (COVER, INNER, page(3, blank=True), LICENCE)
    result = sort_pages((file("册.pdf", page(1, blank=True), *pages[1:]), file("a.pdf", COVER)),
                        programme().forms)  # fmt: skip
    refs = [ref for document in result.documents for ref in document.pages]
    everything = [*refs, *result.rest, *result.blank]
    assert len(everything) == len(set(everything)) == 5


def test_the_titles_of_an_open_volume_do_not_mix() -> None:
    """Two titles at the same height would be joined to one that nobody knows."""
    left = [line("质量管理", 100), line("体系认证证书", 160)]
    right = [line("第三页", 100, left=600), line("目录", 160, left=600)]
    spread = replace(page(1, [*left, *right]), gutter=500.0)
    assert kinds(file("册.pdf", spread)) == [("certificate", 1)]


def test_an_open_volume_may_show_two_documents() -> None:
    """Each of its pages goes to its own document, and both name the same scan."""
    left = [line("质量管理体系认证证书", 100)]
    right = [line("承诺书", 100, left=600)]
    spread = replace(page(1, [*left, *right]), gutter=500.0)
    documents = sort_pages((file("册.pdf", spread),), programme().forms).documents
    assert [document.kind for document in documents] == ["certificate", "commitment"]
    refs = [ref for document in documents for ref in document.pages]
    assert [(ref.number, ref.half) for ref in refs] == [(1, Half.LEFT), (1, Half.RIGHT)]


def test_an_empty_back_belongs_to_its_sheet() -> None:
    """A blank page inside a volume goes with the document before it."""
    assert kinds(file("册.pdf", COVER, page(2, blank=True))) == [("award_org", 2)]


def test_a_section_heading_is_no_title() -> None:
    """六、证明材料清单 does not begin a list of materials."""
    inner = page(2, [line("六、自我评价报告", 60)], [table([["单位名称", "某"], ["组织概述", ""]])])
    assert kinds(file("册.pdf", COVER, inner)) == [("award_org", 2)]


def test_the_last_page_with_the_opinions_stays_with_its_form() -> None:
    """Though a line on it is near the title of another paper: its cells begin with its titles."""
    opinions = [
        ["申报单位声明\n情况属实。\n2021年7月5日"],
        ["申报单位意见\n同意申报。\n2021年7月5日"],
        ["推荐单位意见\n同意推荐。\n2021年7月9日"],
    ]
    last = page(3, [line("申报承诺函书", 60)], [table(opinions)])
    assert kinds(file("册.pdf", COVER, INNER, last)) == [("award_org", 3)]


def test_typed_pages_are_the_electronic_version() -> None:
    """What was not scanned is electronic, and it is said how that is known."""
    word = page(1, COVER.lines, source=Source.WORD)
    documents = sort_pages(
        (file("a.docx", word), file("b.pdf", COVER)), programme().forms
    ).documents
    assert {(document.copy, document.copy_known_by) for document in documents} == {
        (Copy.ELECTRONIC, "text"),
        (Copy.UNSURE, "no mark and no coloured seal"),
    }


def test_one_misread_character_of_a_short_title_is_forgiven() -> None:
    """承诺弓 in large letters is 承诺书."""
    body = [line("我单位自愿申报并郑重承诺如下各项内容", 300 + 40 * i) for i in range(6)]
    large = line("承诺弓", 100)
    title = type(large)("承诺弓", large.box.grown(12), 0.8)
    assert kinds(file("x.jpg", page(1, [title, *body]), kind="jpeg")) == [("commitment", 1)]


@pytest.mark.parametrize(
    ("path", "marks", "inks", "copy", "known_by"),
    [
        ("正本/申报表.pdf", (), (), Copy.ORIGINAL, "file name"),
        ("副本1/申报表.pdf", (), (Ink.RED,), Copy.COPY, "file name"),
        ("申报表.pdf", ("副本",), (Ink.RED,), Copy.COPY, "mark on the page"),
        ("申报表.pdf", ("（正本）",), (), Copy.ORIGINAL, "mark on the page"),
        ("申报表.pdf", (), (Ink.RED,), Copy.ORIGINAL, "coloured seal"),
        ("申报表.pdf", (), (Ink.BLACK,), Copy.UNSURE, "no mark and no coloured seal"),
        ("申报表.pdf", ("营业执照副本",), (), Copy.UNSURE, "no mark and no coloured seal"),
        ("营业执照副本复印件.pdf", (), (), Copy.UNSURE, "no mark and no coloured seal"),
    ],
)
def test_which_copy_a_document_is_and_how_that_is_known(
    path: str, marks: tuple[str, ...], inks: tuple[Ink, ...], copy: Copy, known_by: str
) -> None:
    """Folder and file names, then a volume's mark, then the colour of its seals; else unsure."""
    lines = [*COVER.lines, *(line(mark, 120) for mark in marks)]
    cover = replace(
        COVER,
        lines=tuple(lines),
        seals=tuple(replace(seal("某某有限公司"), ink=ink) for ink in inks),
    )
    (document,) = sort_pages((file(path, cover),), programme().forms).documents
    assert (document.copy, document.copy_known_by) == (copy, known_by)


def test_a_picture_on_one_page_makes_no_scan_of_a_typed_file() -> None:
    """Its page was read from pixels; without a seal anywhere the file is still electronic."""
    cover, last = (replace(one, source=Source.TEXT_LAYER) for one in (COVER, LAST))
    (typed,) = sort_pages((file("表.pdf", cover, INNER, last),), programme().forms).documents
    assert typed.copy is Copy.ELECTRONIC
    sealed = replace(INNER, seals=(seal("某某有限公司"),))
    (signed,) = sort_pages((file("表.pdf", cover, sealed, last),), programme().forms).documents
    assert signed.copy is Copy.ORIGINAL


PROMISE = page(2, [line("申报组织承诺书", 200), line("如有不实，愿承担后果。", 400)])


def test_a_promise_between_cover_and_tables_is_part_of_the_form() -> None:
    """Also with the empty back of its sheet behind it."""
    inner = replace(INNER, number=4)
    assert kinds(file("册.pdf", COVER, PROMISE, page(3, blank=True), inner)) == [("award_org", 4)]
    assert kinds(file("册.pdf", COVER, PROMISE, replace(INNER, number=3))) == [("award_org", 3)]


def test_a_promise_behind_the_form_is_a_paper_of_its_own() -> None:
    behind = replace(PROMISE, number=4)
    found = kinds(file("册.pdf", COVER, INNER, LAST, behind))
    assert found == [("award_org", 3), ("commitment", 1)]


@pytest.mark.parametrize(
    "lines",
    [
        ("上海市质量管理奖", "申　报　书", "（组织类）"),
        ("上海市质量管理奖（组织奖）", "申请书"),
        ("2021年度上海市质量管理奖", "推 荐 表", "（组织奖）"),
    ],
)
def test_forms_that_other_offices_call_otherwise(lines: tuple[str, ...]) -> None:
    """申报书 for 申报表, 类 for 奖, and what it is for behind its name."""
    cover = page(1, [line(text, 300 + 80 * at) for at, text in enumerate(lines)])
    assert kinds(file("册.pdf", cover, INNER)) == [("award_org", 2)]


def test_the_registrations_date_may_stand_alone_below_the_seal() -> None:
    title = line("上海市实施卓越绩效管理推进活动报名表", 60)
    cell = "以上情况属实。\n（单位公章）\n2021年6月3日"
    sheet = page(1, [title], tables=[table([["单位名称", "某某"], ["单位确认", cell]])])
    (document,) = sort_pages((file("报名表.pdf", sheet),), programme().forms).documents
    assert str(document.facts.fields["fill_date"].value) == "2021-06-03"
