"""The desk's part of the one catalogue of Chinese wording: what stands on its pages.

Verdicts, codes and the like are worded in `pipeline.messages`; here is what only the desk says.
Keys that begin with `js-` also go to the pages' scripts, without that beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.messages import Words

WORDS: Words = MappingProxyType(
    {
        "desk": "预审台",
        "skip": "跳到正文",
        "nav": "主导航",
        "nav-start": "总览",
        "nav-queue": "材料包",
        "nav-upload": "收件",
        "search": "搜索",
        "search-hint": "单位、项目、信用代码或编号",
        "log-in": "登录",
        "log-out": "退出",
        "log-in-lead": "请用您自己的账号登录，所有处理意见都会记在您名下。",
        "name": "账号",
        "shown": "姓名",
        "password": "密码",
        "password-again": "再输一次密码",
        "password-hint": "至少{least}个字符",
        "first": "建立第一个账号",
        "first-lead": "本工作区还没有账号。此处建立的账号为负责人，可处理、收件并复核。",
        "first-do": "建立并登录",
        "name-hint": "2至32个字母、数字、点、横线或下划线，用于登录",
        "shown-hint": "显示在页面和处理记录上，请用真实姓名",
        "role-reader": "查阅",
        "role-reviewer": "审核",
        "role-lead": "负责人",
        "role-operator": "收件",
        "back-to-start": "回到总览",
        "error": "出错了",
        # Answers to what cannot be done, by code.
        "error-log-in": "登录已失效，请重新登录",
        "error-wrong-password": "账号或密码不对",
        "error-locked": "登录失败次数过多，请{minutes}分钟后再试",
        "error-forbidden": "您的角色无权进行此操作",
        "error-csrf": "页面已过期，请刷新后再试",
        "error-origin": "请求来源不符，已拒绝",
        "error-not-found": "没有找到这个页面",
        "error-method": "此地址不支持这种请求",
        "error-invalid": "提交的内容格式不对",
        "error-too-large": "提交的内容过大",
        "error-host": "不能用这个地址访问，请使用启动时显示的地址",
        "error-unforeseen": "程序出错，未保存本次操作。请重试；如仍出错，请告知负责人",
        "error-nothing-to-write": "没有可写入通知的内容，或未能读出单位名称",
        "error-letter-rival": "{by}刚刚处理过这份通知，请刷新后再试",
        "error-no-contact": "尚未设置通知的联系人和电话，请在 yushen.toml 中填写 [letter]",
        "error-store": "数据库暂时无法写入，本次操作未保存，请稍后再试",
        "error-first-used": "此地址已失效：账号已建立或超过15分钟。请重新启动预审台",
        "error-name-form": "账号须为2至32个字母、数字、点、横线或下划线",
        "error-name-taken": "已有此账号",
        "error-shown-missing": "请填写姓名",
        "error-password-short": "密码至少{least}个字符",
        "error-password-differs": "两次输入的密码不一样",
        # Said by scripts.
        "js-offline": "连不上预审台，请检查程序是否仍在运行",
        "js-unforeseen": "程序出错，请重试",
        "js-close": "关闭",
    }
)  # fmt: skip

_JS = "js-"
SCRIPTED: Mapping[str, str] = MappingProxyType(
    {key.removeprefix(_JS): said for key, said in WORDS.items() if key.startswith(_JS)}
)


def word(key: str, **names: object) -> str:
    """A wording with its names filled in; raises KeyError for one that does not exist."""
    return WORDS[key].format(**names)
