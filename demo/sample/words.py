"""Invented titles and sentences in official Chinese; which one is used follows from the column and the day."""

from ledger.vocabulary import ColumnKind

_NEWS = (
    (
        "望舒区召开会议部署",
        "我区扎实推进",
        "望舒区多措并举做好",
        "我区组织开展",
        "我区持续推进",
        "望舒区稳步开展",
    ),
    (
        "秋冬季森林防灭火工作",
        "老旧小区改造工程",
        "农村人居环境整治",
        "安全生产隐患排查",
        "全民阅读推广活动",
        "河湖清漂专项行动",
        "义务教育优质均衡发展",
        "政务服务便民举措落地",
        "基层文化惠民服务",
        "就业服务专场活动",
        "冬春农田水利建设",
    ),
)
_NOTICE = (
    ("关于开展", "关于公示", "关于组织申报", "关于做好", "关于进一步明确", "关于调整"),
    (
        "便民服务点设置情况的通知",
        "公共停车泊位规划情况的通告",
        "职业技能提升培训的公告",
        "公益性岗位招聘结果的公告",
        "供水管网检修安排的通告",
        "社区养老服务站建设的通知",
        "节能宣传周活动安排的通知",
        "绿化养护项目有关事项的公告",
        "校园周边交通组织方案的通告",
        "文物保护单位开放时间的公告",
        "道路照明维护计划的通知",
    ),
)
_POLICY = (
    ("望舒区", "望舒区制定", "望舒区进一步完善", "望舒区修订", "望舒区贯彻落实"),
    (
        "公共法律服务实施办法",
        "城市更新工作指引",
        "学前教育发展行动计划",
        "农村公路养护管理规定",
        "政务公开工作要点",
        "小型工程项目管理办法",
        "残疾人两项补贴发放细则",
        "生活垃圾分类工作方案",
        "公共文化场馆免费开放办法",
        "历史建筑保护管理办法",
        "住房保障资格审核细则",
    ),
)
_OTHER = (
    ("第一期", "第二期", "第三期", "第四期", "补充", "年度"),
    (
        "服务事项说明",
        "工作情况介绍",
        "项目进展公布",
        "活动安排预告",
        "名单信息更新",
        "办理流程指引",
        "常见问题解答",
        "数据统计表",
        "场所开放信息",
        "联系方式汇总",
        "工作动态摘编",
    ),
)
_POOLS = {ColumnKind.NEWS: _NEWS, ColumnKind.NOTICE: _NOTICE, ColumnKind.POLICY: _POLICY}


def title(kind: ColumnKind, column: str, number: int, ordinal: int) -> str:
    """Distinct within any 55 neighbouring days of a column."""
    heads, tails = _POOLS.get(kind, _OTHER)
    at = (ordinal + number * 7) % (len(heads) * len(tails))
    words = heads[at % len(heads)] + tails[at % len(tails)]
    return words if kind in _POOLS else column + words


def paragraphs(subject: str, unit: str) -> tuple[str, ...]:
    return (
        f"为进一步做好“{subject}”有关工作，{unit}结合实际，明确任务分工，细化工作举措，现将有关情况予以发布。",
        "各有关单位要加强组织协调，压实工作责任，注重工作实效，及时回应群众关切，确保各项任务按时保质完成。",
        f"公众如需了解详细情况，可在工作时间向{unit}咨询。下一步，将持续跟进工作进展并及时公开相关信息。",
    )
