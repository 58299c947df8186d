"""What secrets look like: by their own shape, by what names them, by the flag that takes them.

Each pattern is RE2 and so takes time linear in the text, whatever an agent writes. What is between
`(?P<secret>` and `)` is taken out, and the whole match where there is no such group. Where it is
not clear if something is a secret, it is one: a log that lacks a word is still a log.
"""

from typing import Final

_VALUE: Final = (
    r"""(?:\\\r?\n\s*|[>|][+-]?[ \t]*\r?\n\s*)?"""
    r"""(?P<secret>[Nn]?\\?"[^"\n]*"|[Nn]?\\?'[^'\n]*'|[^\s"',;&|)}\]]+)"""
)
"""A value, in quotes or up to what ends a word in a shell, in JSON or in a URL; on the next line
where a shell or YAML goes on there."""

_NAME: Final = (
    r"(?:pass(?:word|wd|phrase|code)|passwd|pswd|secret|token|credential|api[_-]?key|apikey"
    r"|access[_-]?key|account[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key"
    r"|client[_-]?key|master[_-]?key|auth[_-]?key|license[_-]?key|shared[_-]?access"
    r"|sess(?:ion)?[_-]?id|conn(?:ection)?[_-]?str(?:ing)?|webhook[_-]?url"
    r"|\bsignature\b|[_-](?:pwd|pass|pat|dsn|pin|otp|salt)\b)"
)
"""Part of a name whose value is a secret."""

_WHOLE: Final = r"(?:pass|pwd|pw|pat|dsn|pin|otp|salt|auth|sig|cookie|bearer|jwt)"
"""A name that is one only as it stands."""

KEY: Final = rf"(?i)(?:{_NAME}|^{_WHOLE}$|^authorization$|^(?:set-)?cookie$)"
"""Name of a field, an option or a variable whose value is a secret."""

PATTERNS: Final[tuple[tuple[str, str], ...]] = (
    ("private-key", r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?s:.*?)"
                    r"(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)"),
    ("private-key", r"AGE-SECRET-KEY-1[A-Z0-9]{20,}"),
    ("jwt", r"eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?"),
    ("aws-key", r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}"),
    ("token", r"\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}"
              r"|gl[a-z]{2,5}-[\w-]{16,}|xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}|sk-[\w-]{16,}|[srp]k_(?:live|test)_\w{8,}"
              r"|whsec_\w{16,}|hf_[A-Za-z0-9]{16,}|npm_[A-Za-z0-9]{16,}|pypi-[\w-]{16,}"
              r"|AIza[\w-]{30,}|ya29\.[\w-]{16,}|GOCSPX-[\w-]{16,}|do[opr]_v1_[a-f0-9]{32,}"
              r"|SG\.[\w-]{16,}\.[\w-]{16,}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{16,}|hv[sbr]\.[\w-]{16,}"
              r"|dckr_(?:pat|oat)_[\w-]{16,}|lin_api_\w{16,}|ATATT3[\w=-]{16,}|dapi[a-f0-9]{32}"
              r"|tfp_\w{16,}|\w{14}\.atlasv1\.[\w-]{32,}|figd_[\w-]{16,}|sntr[yus]+_\w{16,})"),
    ("webhook", r"https://(?:hooks\.slack\.com/(?:services|workflows)"
                r"|(?:\w+\.)?discord(?:app)?\.com/api/webhooks)/(?P<secret>[\w/-]+)"),
    ("password", r"""[A-Za-z][A-Za-z0-9+.-]*://[^\s/@:'"<>]*:(?P<secret>[^\s/'"<>]+)@"""),
    ("token", r"""(?i)https?://(?P<secret>[^\s/@:'"<>]{8,})@"""),
    ("header", r"(?i)\b(?:proxy-)?authorization\\?[\"']?\s*[:=]\s*\\?[\"']?"
               r"(?:(?:bearer|basic|token|apikey|negotiate|ntlm|bot)\\?\s+)?"
               r"(?P<secret>(?:digest|aws4-hmac-sha256)\s[^\"'\r\n]+|[^\s\"',;]+)"),
    ("header", r"""(?i)(?:^|[\s:=,"'])(?:bearer|basic)\s+"""
               r"(?P<secret>[A-Za-z0-9._~+/=][A-Za-z0-9._~+/=-]{7,})"),
    ("header", r"""(?i)\b(?:set-)?cookie\\?["']?\s*:\s*(?P<secret>[^"'\r\n]+)"""),
    ("header", r"""(?i)\bx-[\w-]*(?:key|token|auth|secret|signature)[\w-]*\\?["']?\s*:\s*"""
               r"""(?P<secret>[^\s"',;]+)"""),
    ("assignment", rf"""(?i)[\w.-]*{_NAME}[\w.-]*(?:\\?["'])?\]?\s*(?::=|=>|==?|:)\s*{_VALUE}"""),
    ("assignment", rf"""(?i)(?:^|[\s"'?&;{{(,]){_WHOLE}(?:\\?["'])?\s*[:=]\s*{_VALUE}"""),
    ("flag", rf"""(?i)(?:^|\s)--?[\w-]*{_NAME}[\w-]*\s+{_VALUE}"""),
    ("assignment", r"""(?i)\b(?:name|key|variable|header)[\\"'\s]*[:=][\\"'\s]*[\w.-]*"""
                   rf"""{_NAME}[\w.-]*[\\"'\s,]*\bvalue[\\"'\s]*[:=]\s*{_VALUE}"""),
    ("flag", r"""(?i)(?:^|\s)--(?:pass|pwd|pin|otp|auth|oauth2-bearer|secret-string"""
             rf"""|from-literal=[\w.-]+)[ =]{_VALUE}"""),
    ("flag", rf"(?i)\b(?:config\s+set|setx|set\s+-\w+)\s+\S*{_NAME}\S*\s+{_VALUE}"),
    ("flag", rf"(?i)\b(?:secret|secretsmanager|put-parameter|secrets)\b[^|;&\n]*?"
             rf"\s(?:--value|--body)[ =]\s*{_VALUE}"),
    ("flag", rf"\bgh\s+secret\s+set\b[^|;&\n]*?\s-b\s*{_VALUE}"),
    ("flag", rf"\b(?:az\s+login|twine)\b[^|;&\n]*?\s-p\s*{_VALUE}"),
    ("flag", rf"\bcurl\b[^|;&\n]*?\s(?:-b|--cookie)[ =]?{_VALUE}"),
    ("flag", rf"\bssh-keygen\b[^|;&\n]*?\s-[NP]\s*{_VALUE}"),
    ("flag", rf"\b(?:zip|unzip)\b[^|;&\n]*?\s-P\s*{_VALUE}"),
    ("flag", rf"\b(?:7z[ar]?|rar|unrar)\b[^|;&\n]*?\s-p{_VALUE}"),
    ("flag", rf"\bsnmp\w+\b[^|;&\n]*?\s-[AX]\s*{_VALUE}"),
    ("flag", r"""\b(?:smbclient|rpcclient|net)\b[^|;&\n]*?\s-U\s*["']?[^\s%]*%"""
             r"""(?P<secret>[^\s"']+)"""),
    ("flag", r"""\b(?:https?|xh)\b[^|;&\n]*?\s(?:-a|--auth)[ =]?["']?[^\s:"']*:"""
             r"""(?P<secret>[^\s"']+)"""),
    ("flag", r"""\b(?:sqlplus|expdp|impdp|rman)\b[^|;&\n]*?\s["']?\w+/(?P<secret>[^\s"'@/]+)@"""),
    ("flag", rf"\bvault\s+login\s+(?:-\S+\s+)*(?:\w+=)?{_VALUE}"),
    ("flag", r"\bvault\s+(?:kv\s+(?:put|patch)|write)\s+(?:-\S+\s+)*\S+[^|;&\n]*?\s[\w.-]+="
             r"(?P<secret>[^|;&\n]+)"),
    ("flag", r"""\bchpasswd\b[^|;&\n]*?<<<\s*["']?[^\s:"']*:(?P<secret>[^\s"']+)"""),
    ("flag", rf"(?i)\bConvertTo-SecureString\s+(?:-String\s+)?{_VALUE}"),
    ("flag", rf"(?i)\blogin\s+\S+\s+password\s+{_VALUE}"),
    ("flag", r"\b(?:mysql\w*|mariadb[\w-]*)\b[^|;&\n]*?\s-p(?P<secret>[^\s|;&]+)"),
    ("flag", rf"\b(?:sshpass|docker\s+login|podman\s+login|mongo\w*|useradd|usermod|plink"
             rf"|helm\s+\w+)\b[^|;&\n]*?\s(?:-p|-w)\s*{_VALUE}"),
    ("flag", rf"\b(?:redis-cli|etcdctl)\b[^|;&\n]*?\s-a\s+{_VALUE}"),
    ("flag", rf"\b(?:sqlcmd|bcp|osql)\b[^|;&\n]*?\s-P\s*{_VALUE}"),
    ("flag", rf"\b(?:ldap\w+)\b[^|;&\n]*?\s-w\s*{_VALUE}"),
    ("flag", r"""(?:\s-u|--user|--proxy-user)[ =]?["']?[^\s:"'/]*:(?P<secret>[^\s"']+)"""),
    ("flag", r"\bpass:(?P<secret>[^\s\"']+)"),
    ("flag", rf"\b(?:echo|printf)\s+(?:-\w+\s+)*{_VALUE}\s*\|[^\n]*"
             r"(?:--password-stdin|\bsudo\s+(?:\S+\s+)*-S|\bchpasswd|\bpasswd\b)"),
    ("flag", r"\bhtpasswd\s+(?:-\w+\s+)*\S+\s+\S+\s+(?P<secret>\S+)"),
    ("flag", r"(?i)\bnet\s+user\s+\S+\s+(?P<secret>[^\s/]\S*)"),
    ("flag", r"\b(?:add_user|change_password)\s+\S+\s+(?P<secret>\S+)"),
    ("flag", rf"\baws\s+configure\s+set\s+\S*(?:secret|token|key)\S*\s+{_VALUE}"),
    ("statement", r"""(?i)\b(?:identified\s+(?:\w+\s+\w+\s+)?(?:by|as)(?:\s+password)?"""
                  r"""|(?:encrypted\s+)?password(?:\s+for\s+\S+)?)\s*[=(]?\s*(?P<secret>N?'[^']*'|"[^"]*"|\$\w*\$[^$]*\$\w*\$)"""),
    ("password-hash", r"\$(?:2[abxy]|[156y]|argon2\w*|scrypt|pbkdf2[\w-]*)\$[\w./$+=,-]{16,}"),
)  # fmt: skip
"""Kind of secret, which stands in its place, and what it looks like."""

HOLDERS: Final = frozenset({"name", "key", "variable", "header"})
"""Fields that name what the fields of `HELD` beside them hold, as in the variables of a pod."""

HELD: Final = frozenset({"value", "values"})

HOLDS: Final = (
    rf"(?im)^(?:name|key|variable|header)\n:\n(?:[^\n]*{_NAME}|-*{_WHOLE}-*$"
    r"|-*authorization-*$|-*(?:set-)?cookie-*$)"
)
"""Such a field with the name of a secret, where ends of texts are ends of lines."""

LONG: Final = r"[A-Za-z0-9+/_-]{32,}={0,2}"
"""What may be a secret without a name; `redaction` says when it is one."""

MIXED: Final = r"[A-Z][A-Za-z0-9+/_-]{15,}|[A-Za-z0-9+/_-]{15,}[A-Z]"
"""What every such word has that is no hash: every judgement has a hash."""

NO_SECRET: Final = (
    r"""(?i)^\\?["']?(?:\$\{?\w+\}?|\$\(.*|%\w+%|\{\{.*|<[\w -]+>|\*+|x+|true|false|null|none"""
    r"""|\[redacted:[\w-]+\]?)?\\?["']?$"""
)
"""A value that only names one: a variable, a blank, or what was taken out already."""

NAMES_ONE: Final = (
    r"(?i)(?:nopasswd|(?:secret|token|password|passwd|credential|key)s?[_-]?"
    r"(?:ids?|names?|arn|path|file|manager|types?|ttl|length|stdin|version)\b)"
)
"""What names a secret and does not hold it: which one was read is what a log is for."""
