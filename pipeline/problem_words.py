"""The catalogue's words for what is wrong with files and pages; see `pipeline.messages`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Words = Mapping[str, str]

# What is wrong with a file or page, and what can be done about it.
PROBLEMS: Words = MappingProxyType(
    {
        "archive-bomb": "压缩包解压后超过原大小的{limit}倍（疑似异常压缩），未展开，请改交普通文件",
        "archive-damaged": "压缩包损坏，无法解压，请重新提交",
        "archive-empty": "压缩包中没有文件（可能损坏或不完整），请核对后重新提交",
        "archive-reader-missing": "{kind}需要安装libarchive13才能展开，或请申报单位改用zip格式",
        "archive-encrypted": "压缩包设有密码，无法解压，请提交未加密的文件",
        "archive-too-deep": "压缩包嵌套超过{limit}层，里层未展开",
        "archive-too-many": "压缩包内文件超过{limit}个，未展开",
        "archive-unsupported": "{kind}无法展开，请解压后提交或改用zip格式",
        "docx-damaged": "Word文件损坏，无法打开，请重新提交",
        "docx-encrypted": "Word文件设有密码，无法打开，请提交未加密的文件",
        "empty-delivery": "来件中没有任何材料",
        "empty-file": "文件为空（0字节），请重新提交",
        "file-too-large": "文件超过{limit}，未读取",
        "file-unreadable": "文件无法从磁盘读出，请检查权限或重新拷贝",
        "image-damaged": "图片损坏，无法打开，请重新扫描或拍照",
        "kind-unsupported": "不支持的文件格式（{kind}），请改交PDF、图片、docx或xlsx",
        "link-skipped": "是链接而不是文件，已跳过",
        "forgotten": "按要求已删除，不再保存",
        "litter-skipped": "系统临时文件，已忽略",
        "mail-damaged": "邮件文件损坏，无法打开，请重新提交",
        "name-unsafe": "文件名含有异常路径，已改名保存",
        "office-failed": "旧版Word文件未能转换（可能损坏或设有密码），"
        "请申报单位另存为.docx后重新提交",
        "office-missing": "旧版Word文件（.doc/.wps）需要安装LibreOffice才能读取，"
        "或请申报单位另存为.docx",
        "nested-too-deep": "文件内部嵌套过深，未读取，请人工查看",
        "ofd-unsupported": "OFD版式文件暂不能读取，请另存为PDF后重新提交",
        "packet-too-large": "材料总量超过{limit}，此文件未收入",
        "page-damaged": "此页损坏，无法读取，请重新提交",
        "page-no-size": "此页没有尺寸，无法读取，请重新提交",
        "page-reduced": "页面过大，已缩小至{dpi}dpi识别",
        "page-too-large": "此页超过{limit}像素，未读取，请降低分辨率后重新提交",
        "pdf-damaged": "PDF文件损坏，无法打开，请重新提交",
        "pdf-encrypted": "PDF文件设有密码，无法打开，请提交未加密的文件",
        "pdf-unlocked": "PDF文件设有密码，已用工作人员提供的密码打开",
        "pdf-no-pages": "PDF文件中没有页面，请重新提交",
        "reader-crashed": "读取时程序出错，请人工查看（可用 --retry 重试）",
        "reader-memory": "读取所需内存超过{limit}，未读取，请人工查看（可用 --retry 重试）",
        "reader-timeout": "读取超时，请人工查看（可用 --retry 重试）",
        "quarantined": "此文件已有多页读取失败（{cause}），其余各页不再读取，请人工查看（可重试）",
        "rtf-unsupported": "RTF文件暂不能读取，请另存为.docx或PDF后重新提交",
        "signature-too-large": "电子签名数据过大，未核验",
        "signature-unreadable": "文件带有电子签名，但无法读出，请用专用软件查看",
        "signature-unsupported": "电子签名所用算法暂不支持（如国密算法），请用专用软件核验",
        "table-damaged": "表格文件损坏，无法读取，请重新提交",
        "table-encrypted": "Excel文件设有密码，无法打开，请提交未加密的文件",
        "table-too-large": "表格内容过多，未读取，请人工查看",
        "table-too-long": "表格超过{limit}行，未读取",
        "table-too-wide": "表格超过{limit}列，未读取",
        "text-encoding": "文本文件的编码无法识别，请另存为UTF-8",
        "text-layer-distrusted": "此页所带文字与画面不符，已改为识别画面",
        "too-many-signatures": "电子签名超过{limit}个，未核验",
        "too-many-pages": "页数超过{limit}页，未读取",
        "unpacked-too-large": "压缩包解压后超过{limit}，未展开，请分开提交",
        "xml-entities": "Office文件中含有XML实体声明（正常文件没有），未读取，请重新提交",
        "xml-too-deep": "Office文件的XML嵌套超过{limit}层，未读取",
        "xml-too-large": "Office文件的XML超过{limit}，未读取",
        "wrong-extension": "扩展名与内容不符：扩展名表示{promised}，内容是{actual}",
    }
)
