"""What development layout 4 asks in tables, free texts and rows: fields, labels, columns."""

YEARS = (("_name", "年度"), ("y1", "2018年"), ("y2", "2019年"), ("y3", "2020年"))
CERTIFICATES = (
    ("system", "认证体系名称"),
    ("no", "证书号码"),
    ("issuer", "认证单位"),
    ("valid_to", "有效期截止日期"),
)
HONOURS = (("name", "荣誉称号", 11), ("giver", "授予部门", 9), ("year", "授予年度", 4))
CONTRIBUTORS = (
    ("rank", "排序"),
    ("name", "姓名"),
    ("sex", "性别"),
    ("birth_ym", "出生年月"),
    ("title", "职称"),
    ("employer", "工作单位"),
    ("task", "承担的主要工作"),
    ("_sign", "本人签字"),
)
BENEFIT = (
    ("year", "效益指标"),
    ("output", "新增产值（万元）"),
    ("profit", "新增利润（万元）"),
    ("tax", "新增税收（万元）"),
    ("saving", "节约成本（万元）"),
)
EVIDENCE = (
    ("type", "证明类别", 5),
    ("no", "证书（报告）编号", 7),
    ("issuer", "发证（出具）机构", 7),
    ("date", "发证日期", 5),
)
WORK = (("_span", "起止年月", 7), ("org", "工作单位及部门", 11), ("position", "职务", 6))
ORG_TEXTS = (
    ("overview", "组织概况"),
    ("practice_summary", "实施卓越绩效管理的做法与成效"),
    ("innovation", "创新点与推广价值"),
)
PROJECT_TEXTS = (
    ("abstract", "项目概要"),
    ("background", "项目背景和目标"),
    ("method", "项目实施方法与过程"),
    ("innovations", "项目主要创新点"),
    ("results", "项目实施成效"),
    ("diffusion", "应用推广情况"),
)
BESIDE_PHOTO = (
    (
        ("person_name", "姓名", 5),
        ("sex", "性别", 5),
        ("birth_ym", "出生年月", 5),
        ("ethnicity", "民族", 4),
    ),
    (
        ("native_place", "籍贯", 5),
        ("political_status", "政治面目", 5),
        ("education", "文化程度", 5),
        ("degree", "学位", 4),
    ),
)
CONTACT = (
    ("contact_name", "联系人姓名", 4),
    ("contact_title", "部门与职务", 5),
    ("contact_phone", "联系手机", 7),
    ("email", "E-mail", 8),
)
CONTACT_WITH_FAX = (
    *CONTACT[:2],
    ("contact_phone", "联系手机", 6),
    ("fax", "传真", 4),
    ("email", "E-mail", 5),
)
