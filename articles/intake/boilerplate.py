"""What a publisher's page has around a piece: registration numbers, copyright, calls to follow."""

import re
from typing import Literal

from articles.text.han import HAN

Degree = Literal["certain", "likely"]

# Never part of a report, whatever it says.
_CERTAIN = re.compile(
    r"""
      ICP[备证]|网安备|增值电信业务|信息服务许可|网络视听许可|(?:国内)?统一(?:连续出版物号|刊号)|邮发代号
    | ©|\(c\)\s?(?:19|20)\d\d|Copyright|All\ Rights\ Reserved
    | 未经.{0,14}(?:授权|许可|同意|允许).{0,20}(?:不得|禁止|严禁|请勿)
    | 版权所有(?![者人])|侵权.{0,16}(?:联系|删除)|(?:转载|引用)[请须需].{0,12}(?:注明|标明|联系)
    | (?:本[网站]|网站).{0,4}(?:声明|图文)|免责声明|版权声明|法律顾问[:：]
    """,
    re.VERBOSE | re.IGNORECASE,
)
# At the start of a short line: an instruction to the reader of the page.
_CALL = re.compile(
    r"""[\s▲△▼↓↑→>＞☞◎●★※…]*(?:
      (?:欢迎|敬?请|长按|扫码|扫一扫|扫描|识别|点击|微信搜[一索]?搜?|搜索|快来)?.{0,14}
        (?:关注|扫码|扫描|识别|长按|下载|点击|订阅|搜索).{0,20}
        (?:公众号|公众账号|二维码|视频号|微信|微博|客户端|抖音|APP|蓝字|名片|我们|小程序|阅读原文|原文)
    | (?:阅读原文|戳这里|点(?:个)?[“"]?(?:赞|在看|亮)|分享到?[:：]|转发到?(?:朋友圈|微信)|喜欢就点)
    | (?:(?:新闻|报料|投稿|广告|发行|订报)(?:热线|电话|邮箱|信箱|部)|订报)[:：\s]
    | 违法和?不良信息举报|举报(?:电话|邮箱)[:：]|技术支持[:：]|(?:主办|承办|主管)(?:单位)?[:：]
    | (?:特别|郑重)?声明[:：]|本文(?:系|为).{0,16}(?:原创|作品|稿件)|(?:本报|本网)地址[:：]
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# The same so plainly that a full stop makes no news of it.
_PLAIN_CALL = re.compile(
    r"[\s▲△▼↓↑→>＞☞◎●★※…]*(?:(?:长按|扫码|扫一扫|扫描|识别|点击(?:上方|下方|左下|文末))|"
    r"(?:欢迎|敬?请)?(?:关注|订阅|搜索).{0,14}(?:公众号|二维码|视频号|微博|客户端|抖音))",
    re.IGNORECASE,
)
# A whole line of a page's controls.
_BUTTON = (
    "上一[篇页]|下一[篇页]|返回(?:首页|顶部|列表)?|打印(?:本[页文])?|关闭(?:窗口|本页)?|首页|正文|广告|"
    "网友评论|发表评论|我要评论|收藏(?:本文)?|微信扫一扫|扫一扫分享|纠错|展开全文|查看更多|更多|放大|缩小|"
    "默认|大|中|小|字号|字体"
)
_CONTROL = re.compile(
    rf"""[\s\[\]【】|｜>》＞:：+＋-]*(?:(?:{_BUTTON})[\s\[\]【】|｜>》＞:：+＋-]*)+
    | (?:第?\s*[A-Z]?\d{{1,2}}\s*版)(?:[:：]?\s*[{HAN}·]{{1,8}})?
    | 您?(?:现在|当前)的?(?:所在)?位置.*
    | .{{0,20}}[>＞»].{{0,20}}[>＞»]\s*(?:正文|详情|.{{0,20}})
    | [\s—–=*·-]*END[\s—–=*·-]*|[（(【](?:完|未完待续)[)）】]""",
    re.VERBOSE,
)
# After this heading the rest of the page is about other pieces.
_ELSEWHERE = re.compile(
    r"[【\[◆■●]?\s*(?:相关(?:阅读|新闻|报道|链接|推荐)|推荐阅读|延伸阅读|热门(?:推荐|新闻|文章)|"
    r"猜你喜欢|精彩推荐|更多新闻|往期(?:回顾|推荐|精彩))\s*[】\]]?\s*[:：]?"
)
# A publisher's own name as it prints it, and the contact details that follow it.
_PUBLISHER = re.compile(
    f"[{HAN}]{{1,8}}(?:网|客户端|APP)\\s*(?:——|—|-|\\||｜)\\s*[{HAN}]{{1,10}}(?:报|网|台|社)(?![{HAN}])"
)
_CONTACT = re.compile(
    r"(?:(?:作者|工作|联系|通讯|所在|手机)?(?:单位|地址|电话|方式|号码)|手机|联系人|邮编|邮政编码|"
    r"(?:电子)?邮箱|传真|热线|网址|QQ号?|微信号?|开户行|银行(?:卡号|账号)|卡号|账号|户名|身份证号?码?|"
    r"Tel|Fax|E-?mail)\s*[:：]",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile("[。！？!?][”’」』）)]?$")
_SHORT = 45


def degree(key: str) -> Degree | None:
    """How surely a line is the page's and not the piece's.

    A whole sentence about following, copyright or telephones can be news: it is only likely, and
    counts where the piece has ended already.
    """
    is_sentence = _SENTENCE_END.search(key) is not None
    if _CONTROL.fullmatch(key):
        return "certain"
    if _CERTAIN.search(key):
        return "likely" if is_sentence and not _is_registration(key) else "certain"
    if _CALL.match(key) and len(key) <= _SHORT:
        is_plain = _PLAIN_CALL.match(key) is not None and len(key) <= _SHORT - 15
        return "likely" if is_sentence and not is_plain else "certain"
    if _PUBLISHER.match(key):
        return "likely" if is_sentence else "certain"
    return "likely" if _CONTACT.search(key) or _CALL.match(key) else None


def is_contact(key: str) -> bool:
    """Whether a line is an entry such as 电话：… or 开户行：…"""
    return _CONTACT.match(key) is not None


def begins_other_pieces(key: str) -> bool:
    return _ELSEWHERE.fullmatch(key) is not None


def publishers(keys: list[str]) -> list[str]:
    """The names of publishers as printed with a dash between: 陕工网——陕西工人报."""
    return [match[0] for key in keys for match in _PUBLISHER.finditer(key)]


def _is_registration(key: str) -> bool:
    return re.search(r"ICP[备证]|网安备|©|Copyright|刊号|邮发代号", key, re.IGNORECASE) is not None
