"""Every command of the program: where it stands, and what `xuncha --help` says of it."""

from desk.cli.lazy_group import Listed

COMMANDS = {
    "accounts": Listed(
        "desk.cli.looking.accounts:accounts",
        "巡查政务新媒体账号。",
    ),
    "alert": Listed(
        "desk.cli.letters.robots:alert",
        "把新核实的单项否决等紧急问题发到工作群（群机器人）。",
    ),
    "allow-letter": Listed(
        "desk.cli.letters.urging:allow_letter",
        "请单位在防火墙上放行检查访问的函，一个主办单位一封，放进发件箱等待放行。",
    ),
    "answers": Listed(
        "desk.cli.letters.answers:answers",
        "各单位的回执：收邮件、收文件、人工录入、查看。",
    ),
    "backup": Listed(
        "desk.cli.serve:backup",
        "备份工作区（可在运行中做）：台账、网站档案、文书和设置，一个 .tar 文件。",
    ),
    "causes": Listed(
        "desk.cli.deciding.causes:causes",
        "列出等人核实的问题，同一成因的合成一条，每条随机抽出三处供打开查看。",
    ),
    "check": Listed(
        "desk.cli.looking.inspect:check",
        "抽查一个网址，不用登记。",
    ),
    "columns": Listed(
        "desk.cli.looking.columns:columns",
        "栏目：记入人工核看的结果。",
    ),
    "compare-findings": Listed(
        "desk.cli.taking_in.imports:compare_findings",
        "比对第三方与我方发现的问题：双方都发现的、各自单独发现的，以及我方未发现的原因。",
    ),
    "daily": Listed(
        "desk.cli.daily:daily",
        "写巡查日志。",
    ),
    "demo": Listed(
        "demo.command:demo",
        "在虚构的示范区上跑一遍全部工作。",
    ),
    "desk": Listed(
        "desk.web.commands:desk",
        "工作台：在浏览器里核实、催办、裁定；同时运行定时程序。",
    ),
    "doctor": Listed(
        "desk.cli.serve:doctor",
        "检查磁盘、时钟、网络、邮件和定时任务是否正常。",
    ),
    "finding": Listed(
        "desk.cli.deciding.findings:finding",
        "查看一个问题，对它作出决定。",
    ),
    "findings": Listed(
        "desk.cli.deciding.findings:findings",
        "列出台账中的问题。",
    ),
    "import-findings": Listed(
        "desk.cli.taking_in.imports:import_findings",
        "导入别人发现的问题，或信箱的留言（表格、.csv、.json）。",
    ),
    "init": Listed(
        "desk.cli.init:init",
        "新建一个可编辑的工作区；在屏幕前运行时问四件事，不知道的直接回车，以后可改。",
    ),
    "inspect": Listed(
        "desk.cli.looking.inspect:inspect",
        "巡查登记的网站：抓取、判定、入台账。",
    ),
    "judge": Listed(
        "desk.cli.looking.inspect:judge",
        "用留存的记录重新判定，不访问网络。",
    ),
    "letters": Listed(
        "desk.cli.letters.outbox:letters",
        "给各单位的信件：写好、放行、发送、查看结果。",
    ),
    "notice": Listed(
        "desk.cli.letters.notice:notice",
        "写当月通报的送签稿、各单位整改通知和问题台账；签发后用 notice issue 登记。",
    ),
    "people": Listed(
        "desk.web.commands:people",
        "谁可以登录工作台。",
    ),
    "precision": Listed(
        "desk.cli.deciding.causes:precision",
        "各种读法判了多少、对了多少、机器能否自行核实。",
    ),
    "probe": Listed(
        "desk.cli.looking.inspect:probe",
        "访问每个首页一次并记录（站点无法访问按这些记录判定）。",
    ),
    "read": Listed(
        "desk.cli.looking.read:read",
        "显示读取器从页面里看到了什么。",
    ),
    "recheck": Listed(
        "desk.cli.looking.recheck:recheck",
        "立即复查这些问题所在的地方；不写编号则复查全部待复查的问题。看到已改好的才销号。",
    ),
    "register": Listed(
        "desk.cli.taking_in.register:register",
        "登记册：单位、网站、栏目、账号。",
    ),
    "reports": Listed(
        "desk.cli.taking_in.imports:reports",
        "别人报来的线索：第三方检查结果、找错留言、读网记录。",
    ),
    "restore": Listed(
        "desk.cli.serve:restore",
        "用备份恢复工作区；先验证备份完好，再换上。",
    ),
    "sample": Listed(
        "desk.cli.sample:sample",
        "抽查：按单位分组抽签，检查抽中的网站和账号，写抽查情况表。",
    ),
    "serve": Listed(
        "desk.cli.serve:serve",
        "定时运行：按 config/schedule.toml 每天自动巡查、写日志和通报、发信、备份。",
    ),
    "site": Listed(
        "desk.cli.looking.site:site",
        "网站显示的不是自己的页面时，由人决定。",
    ),
    "timetable": Listed(
        "desk.cli.serve:timetable",
        "列出以后几天什么时候做什么。",
    ),
    "trust": Listed(
        "desk.cli.deciding.causes:trust",
        "机器可以自行核实哪些读法。",
    ),
}
