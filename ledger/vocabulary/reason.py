"""Why an address counts as dead, or why it could not be judged. A closed list; words: config/words/reasons.toml."""

from enum import StrEnum


class Reason(StrEnum):
    """One word of the closed list. ``DEAD_REASONS`` may support a FAIL; every other one is UNKNOWN."""

    # dead: the address answered, or its name did, and what it offers is not there
    NOT_FOUND = "not_found"  # HTTP 404
    GONE = "gone"  # HTTP 410
    DNS_NOT_FOUND = "dns_not_found"  # the name does not exist, while control hosts resolved
    REFUSED = "refused"  # nothing listens at the port, while control hosts answered
    SOFT_404 = "soft_404"  # HTTP 200 whose page says "not found"
    SENT_HOME = "sent_home"  # the home page in place of the page asked for, as the host does with any address
    REDIRECT_LOOP = "redirect_loop"  # redirects that never arrive
    WRONG_TYPE = "wrong_type"  # a web page where a document was promised
    BAD_ADDRESS = "bad_address"  # an address no visitor can open: file:///, C:\, no host
    ERROR_FOR_DAYS = "error_for_days"  # HTTP 5xx for three days in which the host's other pages opened

    # could not look
    SERVER_ERROR = "server_error"  # HTTP 500, 501, 502, 504, 505…
    SITE_NOT_ITSELF = "site_not_itself"  # maintenance, log-in, parking, firewall … in place of the whole site
    BROWSER_DIFFERS = "browser_differs"  # to our clients it is dead or lacks what a browser opens or shows
    PARTLY_READ = "partly_read"  # something unread could change it
    BLOCKED = "blocked"  # 401/403/405/406/412/418/421/429/432/468/503/521/567 …
    CHALLENGE = "challenge"  # a firewall's script page in place of the content
    LOGIN = "login"  # a login wall
    TIMEOUT = "timeout"
    RESET = "reset"  # the connection broke off
    MALFORMED = "malformed"  # answered, but not in HTTP that two clients could read
    TRUNCATED = "truncated"
    EMPTY_ANSWER = "empty_answer"  # 200 and no body
    TLS = "tls"  # no secure connection on any rung of the ladder
    DNS_FAILED = "dns_failed"  # name server did not answer, or could not be trusted
    OFFLINE = "offline"  # control hosts did not answer: our own network
    ODD_STATUS = "odd_status"  # a status that says neither there nor gone (999, 000, 400 …)
    PRIVATE_ADDRESS = "private_address"  # refused by the address guard
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"  # a scheme or a type nobody here can read
    ROBOTS = "robots"  # robots.txt forbids, and the site is not "authorised"
    TRAP = "trap"  # a trap rule stopped the walk (calendar, repeated segments, query explosion)
    BUDGET = "budget"  # page or depth budget used up
    DEADLINE = "deadline"  # the site's deadline passed
    INTERRUPTED = "interrupted"  # the run was stopped before it got here
    SCRIPT_DRAWN = "script_drawn"  # drawn by a script, or may be
    UNREADABLE = "unreadable"  # the reader could not make sense of the page
    NOT_LOOKED = "not_looked"  # outside the scope of this run
    USE_UNSEEN = "use_unseen"  # dead, but no page that uses it was seen: hearsay, or perhaps taken off
    FEW_SAMPLES = "few_samples"  # fewer probes than the clause asks for
    NOT_REGISTERED = "not_registered"  # the register lacks the fact the rule needs

    # accounts: no source could say, and what it takes
    NO_SOURCE = "no_source"  # no honest source for this platform is registered
    CREDENTIAL_WRONG = "credential_wrong"  # appid, secret or key is wrong or frozen
    TOKEN_EXPIRED = "token_expired"  # the token is refused, a new one too
    NOT_GRANTED = "not_granted"  # the owner has not granted, or the account's kind does not have, this permission
    IP_NOT_ALLOWED = "ip_not_allowed"  # our address is not on the account's whitelist
    QUOTA = "quota"  # the platform's quota is used up
    NOT_READY = "not_ready"  # the platform's data is not final yet
    INTERFACE = "interface"  # the platform's interface is not what we know: changed, or our mistake
    SOURCE_FAILED = "source_failed"  # the source itself is out of order
    SOURCE_STALE = "source_stale"  # the source has not looked for too long
    SOURCE_PARTIAL = "source_partial"  # the source does not list every post
    ACCOUNT_RESTRICTED = "account_restricted"  # the platform has punished or frozen the account
    NOT_LISTED = "not_listed"  # the app store does not list the app in this region

    ARCHIVE_DAMAGED = "archive_damaged"  # what was seen is kept, and cannot be read
    RULE_CRASHED = "rule_crashed"
    UNDECLARED_READ = "undeclared_read"  # a rule asked for a kind it did not declare
    NO_VERDICT = "no_verdict"  # a rule said nothing
    NO_EVIDENCE = "no_evidence"  # a FAIL without evidence, refused


DEAD_REASONS = frozenset(
    {
        Reason.NOT_FOUND,
        Reason.GONE,
        Reason.DNS_NOT_FOUND,
        Reason.REFUSED,
        Reason.ERROR_FOR_DAYS,
        Reason.SOFT_404,
        Reason.SENT_HOME,
        Reason.REDIRECT_LOOP,
        Reason.WRONG_TYPE,
        Reason.BAD_ADDRESS,
    }
)

# of a visit to a home page: what counts as one that failed. A page in place of the site's own, a firewall's or a
# log-in's answer, a loop count neither way
FAILED_VISITS = frozenset(
    {Reason.TIMEOUT, Reason.REFUSED, Reason.SERVER_ERROR, Reason.DNS_NOT_FOUND, Reason.NOT_FOUND, Reason.GONE}
)
