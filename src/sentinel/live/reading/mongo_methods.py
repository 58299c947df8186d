"""What the methods of MongoDB's shell do, and the commands that it sends.

Marks of our own: `replication`, `overwrite`, `locks`.
"""

from typing import Final

from sentinel.live.reading.deeds import Deed, deed, names

READ: Final = deed("reads rows set easy")
SEE: Final = deed("reads configuration set easy")
CHAIN: Final = names(
    "pretty limit sort skip toarray count "
    "size hint explain projection project maxtimems batchsize "
    "readpref readconcern collation itcount foreach "
    "map filter sorted reverse slice join tojson next hasnext tostring allowdiskuse comment "
    "length stringify"
)
METHODS: Final[dict[str, Deed]] = {
    **dict.fromkeys(
        names(
            "find findone count countdocuments estimateddocumentcount distinct "
            "aggregate getindexes stats explain "
            "totalsize storagesize totalindexsize datasize validate "
            "getshardversion watch latencystats iscapped"
        ),
        READ,
    ),
    **dict.fromkeys(
        names(
            "getcollectionnames getcollectioninfos getname "
            "version serverstatus currentop hello "
            "ismaster hostinfo listcommands getusers getuser getroles getrole stats getmongo "
            "getsiblingdb getprofilingstatus getreplicationinfo printreplicationinfo "
            "serverbuildinfo serverstatus printsecondaryreplicationinfo getlogcomponents "
            "status conf config help "
            "printreplicationsetstatus rsconf getshardedDataDistribution getparameter "
            "listshards getsettings getcmdlineopts connectionstatus getlasterror getsyncsource "
            "printslavereplicationinfo getprofilinglevel adminlist listdatabases dbstats collstats "
            "getlogs getdbnames getdbs getsearchindexes indexsizes getplancache list "
            "listqueryshapes "
            "printshardingstatus isbalancerrunning getbalancerstate "
            "printcollectionstats getcollection"
        ),
        SEE,
    ),
    "insert": deed("creates rows set hard"),
    "insertone": deed("creates rows one hard"),
    "insertmany": deed("creates rows set hard"),
    "save": deed("writes rows one hard"),
    "bulkwrite": deed("writes rows unknown hard"),
    "update": deed("writes rows set hard"),
    "updateone": deed("writes rows one hard"),
    "updatemany": deed("writes rows set hard"),
    "replaceone": deed("writes rows one hard"),
    "findandmodify": deed("writes rows one hard"),
    "findoneandupdate": deed("writes rows one hard"),
    "findoneandreplace": deed("writes rows one hard"),
    "findoneanddelete": deed("deletes rows one hard"),
    "deleteone": deed("deletes rows one hard"),
    "deletemany": deed("deletes rows set hard", safer="countDocuments with the same filter first"),
    "remove": deed("deletes rows set hard", safer="countDocuments with the same filter first"),
    "drop": deed("deletes table one hard", safer="mongodump first"),
    "dropdatabase": deed("deletes database namespace hard", safer="mongodump first"),
    "dropindex": deed("deletes index one easy"),
    "dropindexes": deed("deletes index namespace easy"),
    "createindex": deed("creates index one easy"),
    "createindexes": deed("creates index set easy"),
    "reindex": deed("writes index namespace easy", "locks"),
    "hideindex": deed("writes index one easy"),
    "createcollection": deed("creates table one easy"),
    "createview": deed("creates table one easy"),
    "renamecollection": deed("writes table one easy", "schema"),
    "converttocapped": deed("deletes rows unknown never"),
    "shutdownserver": deed("stops database account easy"),
    "fsynclock": deed("stops database account easy", "locks"),
    "fsyncunlock": deed("starts database account easy"),
    "fsync": deed("writes database account easy"),
    "killop": deed("stops process one easy"),
    "createuser": deed("creates account one easy"),
    "updateuser": deed("writes account one easy"),
    "changeuserpassword": deed("writes account one hard"),
    "dropuser": deed("deletes account one hard"),
    "dropallusers": deed("deletes account namespace hard"),
    "droprole": deed("deletes permission one hard"),
    "dropallroles": deed("deletes permission namespace hard"),
    "createrole": deed("creates permission one easy"),
    "grantrolestouser": deed("escalates permission one easy"),
    "revokerolesfromuser": deed("deletes permission one easy"),
    "setprofilinglevel": deed("writes audit one easy"),
    "setloglevel": deed("writes audit one easy"),
    "admincommand": deed("executes code one unknown"),
    "runcommand": deed("executes code one unknown"),
    "eval": deed("executes code one unknown"),
    "stepdown": deed("stops node one easy", "restart", "replication"),
    "freeze": deed("stops node one easy", "replication"),
    "reconfig": deed("writes cluster account hard", "replication"),
    "initiate": deed("creates cluster account easy"),
    "add": deed("writes cluster one easy", "replication"),
    "addarb": deed("writes cluster one easy", "replication"),
    "addshard": deed("writes cluster one hard"),
    "enablesharding": deed("writes cluster one hard"),
    "shardcollection": deed("writes cluster one hard"),
    "stopbalancer": deed("stops cluster account easy"),
    "startbalancer": deed("starts cluster account easy"),
    "movechunk": deed("writes cluster one easy"),
}
"""By name in lower case."""

COMMANDS: Final = {
    "shutdown": METHODS["shutdownserver"],
    "dropdatabase": METHODS["dropdatabase"],
    "drop": METHODS["drop"],
    "replsetstepdown": METHODS["stepdown"],
    "replsetreconfig": METHODS["reconfig"],
    "removeshard": deed("deletes node one hard"),
    "dropalluserfromdatabase": METHODS["dropallusers"],
    "setparameter": deed("writes configuration account easy"),
    "setfeaturecompatibilityversion": deed("writes cluster account never"),
    "renamecollection": METHODS["renamecollection"],
    "compact": deed("stops table one easy", "locks"),
    "delete": METHODS["deletemany"],
    "killop": METHODS["killop"],
    "fsync": METHODS["fsynclock"],
    **dict.fromkeys(
        names(
            "ping serverstatus dbstats collstats buildinfo hello ismaster replsetgetstatus "
            "listdatabases listcollections currentop getparameter "
            "hostinfo connectionstatus getcmdlineopts top "
            "listshards usersinfo rolesinfo getlog explain count distinct"
        ),
        SEE,
    ),
}
"""Of `runCommand` and `adminCommand`, by their first key."""
