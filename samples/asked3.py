"""What the forms of development layout 3 ask: fields and their labels, how wide they stand."""

Asked = tuple[str, str, int, int]  # field, label, columns of the label, columns of the value
Line = tuple[Asked, ...]  # side by side in one row

ORG_FACTS: tuple[Line, ...] = (
    (("org_name", "组织全称", 4, 19),),
    (("uscc", "统一社会信用代码（组织机构代码）", 6, 17),),
    (
        ("legal_rep_name", "法人代表姓名", 4, 4),
        ("founded_on", "成立日期", 3, 5),
        ("registered_capital_wan", "注册资本（万元）", 3, 4),
    ),
    (
        ("employee_count", "在职职工人数", 4, 4),
        ("mgmt_count", "管理人员数", 3, 5),
        ("tech_count", "技术人员数", 3, 4),
    ),
    (("industry", "主营行业", 4, 6), ("pem_year", "推行卓越绩效模式起始年", 6, 7)),
    (("ownership", "组织性质", 4, 19),),
    (("org_category", "组织类型", 4, 19),),
    (("address", "详细通讯地址", 4, 11), ("postcode", "邮编", 3, 5)),
)
PROJECT_FACTS: tuple[Line, ...] = (
    (("project_name", "项目全称", 4, 19),),
    (("project_category", "项目类型", 4, 19),),
    (
        ("sector", "技术领域", 4, 5),
        ("source", "立项来源", 3, 4),
        ("budget_wan", "经费投入（万元）", 4, 3),
    ),
    (("", "项目起止日期", 4, 0), ("start_on", "开始", 2, 7), ("end_on", "完成", 2, 8)),
)
UNIT_FACTS: tuple[Line, ...] = (
    (("org_name", "主要完成单位", 4, 19),),
    (("uscc", "社会信用代码", 4, 9), ("legal_rep_name", "法人代表姓名", 4, 6)),
    (("address", "单位详细地址", 4, 11), ("postcode", "邮编", 3, 5)),
)
UNIT_PEOPLE: tuple[Line, ...] = (
    (
        ("", "联系人", 4, 0),
        ("contact_name", "姓名", 2, 3),
        ("contact_phone", "手机", 2, 5),
        ("email", "邮箱", 2, 5),
    ),
    (
        ("", "项目负责人", 4, 0),
        ("leader_name", "姓名", 2, 3),
        ("leader_phone", "手机", 2, 5),
        ("leader_email", "邮箱", 2, 5),
    ),
)
BESIDE_PHOTO: tuple[Line, ...] = (
    (("person_name", "姓名", 3, 3), ("sex", "性别", 3, 3), ("ethnicity", "民族", 3, 3)),
    (
        ("birth_ym", "出生日期", 3, 3),
        ("native_place", "籍贯", 3, 3),
        ("political_status", "政治面貌", 3, 3),
    ),
    (("education", "学历", 3, 3), ("degree", "学位", 3, 3), ("major", "所学专业", 3, 3)),
)
PERSON_FACTS: tuple[Line, ...] = (
    (("school", "毕业院校", 3, 8), ("id_no", "居民身份证号码", 4, 8)),
    (
        ("position", "行政职务", 3, 5),
        ("title", "技术职称", 3, 4),
        ("quality_years", "质量工作年限", 4, 4),
    ),
    (("phone", "手机号码", 3, 8), ("email", "电子信箱", 4, 8)),
    (("address", "通信地址", 3, 12), ("postcode", "邮编", 3, 5)),
)
EMPLOYER_FACTS: tuple[Line, ...] = (
    (("employer", "单位名称", 4, 19),),
    (("uscc", "单位统一社会信用代码", 7, 16),),
)
REGISTRATION_FACTS: tuple[Line, ...] = (
    (("org_name", "单位全称", 4, 19),),
    (("uscc", "统一社会信用代码", 6, 17),),
    (("address", "通讯地址", 4, 11), ("postcode", "邮编", 3, 5)),
    (
        ("is_member", "是否协会会员", 4, 5),
        ("member_no", "会员号", 3, 4),
        ("employee_count", "在职员工数", 4, 3),
    ),
    (("ownership", "单位性质", 4, 19),),
    (("org_category", "单位类型", 4, 19),),
)
QUALITY_FACTS: Line = (
    ("quality_exec_name", "分管质量工作领导", 5, 4),
    ("pem_adopted", "是否已导入卓越绩效模式", 5, 4),
    ("pem_year", "导入年度", 3, 2),
)

CERTIFICATES = (
    ("_no", "序号", 2),
    ("system", "管理体系名称", 6),
    ("issuer", "发证机构", 7),
    ("no", "证书编号", 5),
    ("valid_to", "证书有效期至", 4),
)
INDICATORS = (
    ("_no", "序号", 2),
    ("name", "指标名称", 7),
    ("unit", "计量单位", 3),
    ("y1", "2018年", 4),
    ("y2", "2019年", 4),
    ("y3", "2020年", 4),
)
ORG_HONOURS = (
    ("_no", "序号", 2),
    ("year", "获奖时间", 4),
    ("name", "奖项或荣誉名称", 10),
    ("giver", "授奖单位", 8),
)
CONTRIBUTORS = (
    ("rank", "排名", 2),
    ("name", "姓名", 3),
    ("sex", "性别", 2),
    ("birth_ym", "出生年月", 3),
    ("title", "专业技术职务", 3),
    ("employer", "所在单位", 5),
    ("task", "主要贡献", 3),
    ("_sign", "签名", 3),
)
BENEFIT = (
    ("year", "年度", 3),
    ("output", "新增销售额（产值）", 5),
    ("profit", "新增利润额", 5),
    ("tax", "新增税金", 5),
    ("saving", "节支总额", 6),
)
EVIDENCE = (
    ("_no", "序号", 2),
    ("type", "材料名称", 5),
    ("no", "编号或文号", 6),
    ("issuer", "出具（颁发）单位", 7),
    ("date", "出具时间", 4),
)
WORK = (
    ("from", "起始时间", 4),
    ("to", "终止时间", 4),
    ("org", "所在单位", 10),
    ("position", "担任职务", 6),
)
PERSON_HONOURS = (
    ("_no", "序号", 2),
    ("year", "获奖年份", 4),
    ("name", "所获荣誉名称", 10),
    ("giver", "授予机构", 8),
)

ORG_TEXTS = (
    ("overview", "组织基本情况简介"),
    ("practice_summary", "推行卓越绩效模式的主要做法和成效"),
    ("innovation", "创新性和推广价值"),
)
PROJECT_TEXTS = (
    ("abstract", "项目内容简介"),
    ("background", "立项背景及目标"),
    ("method", "实施过程与方法"),
    ("innovations", "主要创新内容"),
    ("results", "取得的成效"),
    ("diffusion", "推广应用情况"),
)
