"""Every route. Who may call it says ``roles``."""

from django.urls import path, register_converter

from desk.web.views.administration import audit, health, people, sign_in
from desk.web.views.findings import causes, overview, problem, problems, stored, today, unit
from desk.web.views.office import answers, letters, manual, notices, register, runs, scores


class Number:
    """The number of a problem or a person."""

    regex = "[0-9]{1,12}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Number, "number")
urlpatterns = [
    path("login", sign_in.login_page, name="login"),
    path("logout", sign_in.Logout.as_view(), name="logout"),
    path("password", sign_in.password_page, name="password"),
    path("", today.today_page, name="today"),
    path("problems", problems.problems_page, name="problems"),
    path("problems.xlsx", problems.problems_sheet, name="problems-sheet"),
    path("problems/decide", problems.DecideMany.as_view(), name="problems-decide"),
    path("problems/<number:number>", problem.problem_page, name="problem"),
    path("problems/<number:number>/decide", problem.DecideOne.as_view(), name="problem-decide"),
    path("problems/<number:number>/passed", problem.PassOne.as_view(), name="problem-passed"),
    path("problems/<number:number>/rule", problem.RuleOne.as_view(), name="problem-rule"),
    path("problems/<number:number>/recheck", problem.RecheckOne.as_view(), name="problem-recheck"),
    path("problems/<number:number>/look", problem.LookOne.as_view(), name="problem-look"),
    path("problems/<number:number>/trail.docx", audit.problem_trail, name="problem-trail"),
    path("causes", causes.causes_page, name="causes"),
    path("causes/<str:cause>", causes.cause_page, name="cause"),
    path("causes/<str:cause>/decide", causes.DecideCause.as_view(), name="cause-decide"),
    path("sites/<str:site>", overview.site_page, name="site"),
    path("units/<str:unit>", overview.unit_page, name="unit"),
    path("expiring", overview.expiring_page, name="expiring"),
    path("accounts", overview.accounts_page, name="accounts"),
    path("sites/<str:site>/decide", causes.DecideSite.as_view(), name="site-decide"),
    path("pages/<number:number>/<str:body>", stored.stored_page, name="stored-page"),
    path("pictures/<str:name>", stored.picture, name="picture"),
    path("notices", notices.notices_page, name="notices"),
    path("notices/<str:month>", notices.notice_page, name="notice"),
    path("notices/<str:month>/files/<str:name>", notices.notice_file, name="notice-file"),
    path("notices/<str:month>/draft", notices.WriteDraft.as_view(), name="notice-draft"),
    path("notices/<str:month>/signed", notices.HandIn.as_view(), name="notice-signed"),
    path("notices/<str:month>/issue", notices.Issue.as_view(), name="notice-issue"),
    path("notices/<str:month>/withdraw", notices.Withdraw.as_view(), name="notice-withdraw"),
    path("letters", letters.letters_page, name="letters"),
    path("letters/release", letters.Release.as_view(), name="letters-release"),
    path("letters/send", letters.Send.as_view(), name="letters-send"),
    path("letters/<number:number>", letters.letter_page, name="letter"),
    path("letters/<number:number>/parts/<number:part>", letters.letter_part, name="letter-part"),
    path("letters/<number:number>/settle", letters.Settle.as_view(), name="letter-settle"),
    path("answers", answers.answers_page, name="answers"),
    path("answers/fetch", answers.Fetch.as_view(), name="answers-fetch"),
    path("answers/take", answers.Take.as_view(), name="answers-take"),
    path("answers/enter", answers.Enter.as_view(), name="answers-enter"),
    path("answers/mails/<number:number>", answers.MailDone.as_view(), name="answers-done"),
    path("answers/files/<str:name>", answers.kept_file, name="answers-file"),
    path("runs", runs.runs_page, name="runs"),
    path("runs/now", runs.RunNow.as_view(), name="runs-now"),
    path("timetable", runs.timetable_page, name="timetable"),
    path("register", register.register_page, name="register"),
    path("register.xlsx", register.register_sheet, name="register-sheet"),
    path("register/preview", register.Preview.as_view(), name="register-preview"),
    path("register/import", register.Bring.as_view(), name="register-import"),
    path("register/undo", register.Undo.as_view(), name="register-undo"),
    path("manual", manual.manual_page, name="manual"),
    path("manual/column", manual.SawColumn.as_view(), name="manual-column"),
    path("manual/accounts", manual.SawAccounts.as_view(), name="manual-accounts"),
    path("manual/problem", manual.Found.as_view(), name="manual-problem"),
    path("u", unit.unit_page, name="own"),
    path("u/problems/<number:number>/answer", unit.UnitAnswer.as_view(), name="own-answer"),
    path("u/pages/<number:number>/<str:body>", unit.unit_stored, name="own-page"),
    path("u/pictures/<number:number>", unit.unit_picture, name="own-picture"),
    path("u/<str:token>", unit.unit_page, name="link"),
    path("u/<str:token>/problems/<number:number>/answer", unit.UnitAnswer.as_view(), name="link-answer"),
    path("u/<str:token>/pages/<number:number>/<str:body>", unit.unit_stored, name="link-page"),
    path("u/<str:token>/pictures/<number:number>", unit.unit_picture, name="link-picture"),
    path("links", people.links_page, name="links"),
    path("links/add", people.AddLink.as_view(), name="links-add"),
    path("links/<number:number>/revoke", people.RevokeLink.as_view(), name="links-revoke"),
    path("scores", scores.scores_page, name="scores"),
    path("audit/trail.docx", audit.day_trail, name="audit-trail"),
    path("audit", audit.audit_page, name="audit"),
    path("people", people.people_page, name="people"),
    path("people/add", people.AddPerson.as_view(), name="people-add"),
    path("people/<number:number>", people.ChangePerson.as_view(), name="people-change"),
    path("health", health.health_page, name="health"),
]

handler404 = "desk.web.views.render.not_found"
handler500 = "desk.web.views.render.broken"
