"""Verbs of several words, and verbs that mean less in a sentence than in the name of a tool."""

from typing import Final

from sentinel.live.words import words

PHRASES: Final = {
    ("get", "rid", "of"): "delete", ("turn", "off"): "disable", ("switch", "off"): "disable",
    ("turn", "on"): "enable", ("switch", "on"): "enable", ("shut", "down"): "shutdown",
    ("shut", "off"): "disable", ("take", "down"): "stop", ("bring", "down"): "stop",
    ("tear", "down"): "destroy", ("clean", "up"): "clean", ("clean", "out"): "clean",
    ("clear", "out"): "clear", ("wipe", "out"): "wipe", ("blow", "away"): "delete",
    ("throw", "away"): "delete", ("throw", "out"): "delete", ("roll", "back"): "rollback",
    ("rolled", "back"): "rollback", ("rolling", "back"): "rollback", ("back", "out"): "rollback",
    ("spin", "up"): "start", ("spin", "down"): "stop", ("set", "up"): "create",
    ("back", "up"): "backup", ("fail", "over"): "failover", ("kick", "off"): "start",
    ("bring", "up"): "start", ("cut", "off"): "isolate", ("open", "up"): "open",
    ("roll", "out"): "deploy", ("take", "offline"): "stop", ("hand", "over"): "send",
    ("log", "out"): "disconnect", ("kick", "out"): "disconnect", ("let", "go"): "release",
    ("make", "sure"): "please", ("be", "sure"): "please",
    ("take", "a", "snapshot"): "snapshot", ("take", "a", "backup"): "backup",
    ("make", "a", "backup"): "backup", ("make", "a", "copy"): "copy",
    ("take", "a", "copy"): "copy", ("create", "a", "snapshot"): "snapshot",
    ("take", "a", "look"): "look", ("have", "a", "look"): "look", ("take", "snapshot"): "snapshot",
    ("do", "a", "dry"): "preview", ("run", "a", "dry"): "preview", ("dry", "run"): "preview",
    ("take", "a", "dump"): "backup", ("walk", "me", "through"): "explain",
    ("keep", "an", "eye"): "watch", ("dig", "into"): "investigate", ("drill", "into"): "inspect",
    ("check", "out"): "check", ("figure", "out"): "investigate", ("point", "out"): "show",
    ("pull", "up"): "show", ("bring", "back"): "restore", ("back", "down"): "reduce",
    ("give", "me"): "show", ("give", "us"): "show", ("send", "me"): "show",
    ("run", "a", "query"): "query", ("run", "a", "read-only"): "query",
    ("leave", "a", "comment"): "comment", ("add", "a", "comment"): "comment",
    ("write", "a", "comment"): "comment", ("post", "a", "comment"): "comment",
    ("find", "out"): "find", ("look", "up"): "find", ("write", "down"): "write",
    ("plan", "to"): "please", ("about", "to"): "please", ("intend", "to"): "please",
    ("trying", "to"): "please", ("tries", "to"): "please", ("pull", "the", "plug"): "stop",
    ("scroll", "through"): "read", ("go", "through"): "read", ("go", "over"): "review",
    ("look", "at"): "look", ("look", "into"): "investigate", ("look", "for"): "find",
    ("wait", "for"): "watch", ("put", "together"): "draft", ("note", "down"): "write",
    ("sum", "up"): "summarise", ("try", "out"): "please", ("spell", "out"): "explain",
}  # fmt: skip
"""Verbs of several words, each with a verb of one."""

GERUNDS: Final = {
    "turning": "turn", "switching": "switch", "shutting": "shut", "taking": "take",
    "bringing": "bring", "tearing": "tear", "cleaning": "clean", "spinning": "spin",
    "setting": "set", "backing": "back", "cutting": "cut", "getting": "get", "wiping": "wipe",
    "throwing": "throw", "blowing": "blow", "handing": "hand", "kicking": "kick",
    "failing": "fail", "giving": "give", "keeping": "keep", "digging": "dig", "pulling": "pull",
    "making": "make", "doing": "do", "leaving": "leave", "writing": "write", "finding": "find",
    "looking": "look", "figuring": "figure", "scrolling": "scroll", "going": "go",
    "planning": "plan", "intending": "intend", "walking": "walk", "having": "have",
    "waiting": "wait", "putting": "put", "summing": "sum", "trying": "try", "rolling": "roll",
    "turned": "turn", "switched": "switch", "took": "take", "opening": "open", "running": "run",
}  # fmt: skip
"""Forms of the first words of verbs of several words."""
ALIASES: Final = {
    "document": "write", "confirm": "check", "confirming": "check", "evaluate": "check",
    "evaluating": "check", "testing": "check", "test": "check", "try": "check", "trying": "check",
    "rerunning": "rerun", "rerun": "rerun",
}  # fmt: skip
"""Verbs that mean less in a sentence than in the name of a tool."""
SETTLED: Final = words(
    "deletion removal order payment transfer purchase refund destroy apply failover restore "
    "production prod chaos exploit attack"
)
"""What is not merely looked at by testing or confirming it."""
