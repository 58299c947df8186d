"""What functions do that a query calls: most look, some reach out of the database.

A function that is neither known to sqlglot nor here may do anything: it is code that is not on
the page (mark `function`). Marks of our own: `waits` (holds a connection), `replication`.
"""

from typing import Final

from sqlglot import exp

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Inner
from sentinel.live.reading.deeds import Deed, deed, names
from sentinel.live.reading.sql_text import Page
from sentinel.live.reading.word_sounds import Sound, asks, sound_of

_READ_FILE: Final = deed("reveals file one never", "server-file")
_WRITE_FILE: Final = deed("writes file one hard", "system")
_REMOTE: Final = deed("executes code unknown unknown", "remote")
_SHELL: Final = deed("executes code unknown unknown", "system")
_FORGETS: Final = deed("deletes audit namespace never", "audit")
_SLOT: Final = deed("deletes configuration one hard", "replication")
_SETTING: Final = deed("writes configuration one easy")
_FEED: Final = deed("reads endpoint one easy", "remote")
_ENDS: Final = deed("stops process one easy")

FUNCTIONS: Final[dict[str, Deed]] = {
    "pg_terminate_backend": _ENDS,
    "pg_cancel_backend": _ENDS,
    "system$cancel_query": _ENDS,
    "system$abort_session": _ENDS,
    "system$abort_transaction": _ENDS,
    "system$cancel_all_queries": deed("stops process set easy"),
    "set_config": _SETTING,
    "pg_read_file": _READ_FILE,
    "pg_read_binary_file": _READ_FILE,
    "pg_ls_dir": deed("reads folder one easy", "system"),
    "load_file": _READ_FILE,
    "readfile": _READ_FILE,
    "lo_import": _READ_FILE,
    "lo_export": _WRITE_FILE,
    "lo_unlink": deed("deletes rows one hard"),
    "writefile": _WRITE_FILE,
    "pg_file_write": _WRITE_FILE,
    "pg_file_unlink": deed("deletes file one never", "system"),
    "pg_file_rename": _WRITE_FILE,
    "dblink": _REMOTE,
    "dblink_exec": _REMOTE,
    "dblink_connect": deed("executes code one easy", "remote"),
    "dblink_send_query": _REMOTE,
    "openrowset": _REMOTE,
    "openquery": _REMOTE,
    "opendatasource": _REMOTE,
    "external_query": _REMOTE,
    "remote": _REMOTE,
    "remotesecure": _REMOTE,
    "mysql": _REMOTE,
    "postgresql": _REMOTE,
    "executable": _SHELL,
    "url": _FEED,
    "s3": _FEED,
    "hdfs": _FEED,
    "file": _READ_FILE,
    "read_csv": _READ_FILE,
    "pg_drop_replication_slot": _SLOT,
    "pg_replication_origin_drop": _SLOT,
    "pg_replication_slot_advance": _SLOT,
    "pg_create_logical_replication_slot": deed("creates configuration one easy", "replication"),
    "pg_create_physical_replication_slot": deed("creates configuration one easy", "replication"),
    "pg_create_restore_point": deed("creates backup one easy"),
    "pg_backup_start": deed("creates backup account easy"),
    "pg_backup_stop": deed("creates backup account easy"),
    "pg_promote": deed("writes cluster account hard", "replication"),
    "pg_switch_wal": deed("writes audit account easy"),
    "pg_rotate_logfile": deed("writes audit account easy"),
    "pg_reload_conf": deed("writes configuration account easy"),
    "pg_wal_replay_pause": deed("stops cluster account easy", "replication"),
    "pg_wal_replay_resume": deed("starts cluster account easy", "replication"),
    "pg_stat_reset": _FORGETS,
    "pg_stat_statements_reset": _FORGETS,
    "pg_stat_reset_shared": _FORGETS,
    "pg_logical_slot_get_changes": deed("deletes queue set never", "replication"),
    "setval": deed("writes table one hard"),
    "load_extension": _SHELL,
    "fts3_tokenizer": _SHELL,
    "sys_exec": _SHELL,
    "sys_eval": _SHELL,
    "xp_cmdshell": _SHELL,
    "sleep": deed("stops process one easy", "waits"),
    "pg_sleep": deed("stops process one easy", "waits"),
    "pg_sleep_for": deed("stops process one easy", "waits"),
    "benchmark": deed("stops process one easy", "waits"),
    "drop_chunks": deed("deletes rows set hard"),
    "add_retention_policy": deed("creates schedule one easy"),
    "unschedule": deed("deletes schedule one hard"),
    "schedule": deed("creates schedule one easy", "persistent"),
    "create_job": deed("creates schedule one easy", "persistent"),
    "delete": deed("deletes rows unknown hard"),
}
"""By their own name, in lower case, without a schema."""

RUNS_SQL: Final = names(
    "dblink dblink_exec dblink_send_query query_to_xml query_to_xmlschema crosstab openquery "
    "external_query schedule ts_stat query_to_xml_and_xmlschema"
)
"""They run SQL that is given as text."""

_PREFIXES: Final = (
    "pg_get_", "pg_size", "pg_stat_get", "pg_stat_file", "pg_total_", "pg_table_", "pg_is_",
    "pg_column_", "pg_relation_", "pg_indexes_", "pg_database_", "pg_tablespace_", "pg_wal_lsn",
    "pg_last_", "pg_current_", "pg_blocking_", "pg_conf_", "pg_postmaster", "pg_has_", "has_",
    "json_", "jsonb_", "array_", "regexp_", "st_", "date_", "str_", "to_", "is_", "approx_",
    "uniq", "quantile", "inet_", "txid_", "xpath", "ts_rank", "ts_head", "plainto_",
    "websearch_", "bit_", "range_", "percentile_", "width_", "dense_", "cume_", "tostart",
    "todate", "tomonth", "tohour", "toyear", "tointerval", "tostring", "touint", "toint",
    "bool_", "safe_cast", "geo_", "current_", "session_", "tuple_", "dm_", "stl_", "svv_", "array",
    "approx", "topk", "uniq", "h3", "tsvector_", "isjson", "try_to_",
)  # fmt: skip
_KNOWN: Final = names(
    "format_type pg_input_is_valid to_regclass to_regtype to_regproc acldefault aclexplode "
    "make_date make_interval make_timestamp generate_series generate_subscripts row_to_json "
    "object_id object_name col_name col_length index_col type_name schema_name db_name db_id "
    "try_cast try_convert format user_name system_user greatest least max min sum avg count "
    "array_agg date datetime time strftime any anylast argmax argmin grouparray age extract "
    "nextval currval lastval now version database schema pg_typeof hashtext md5 sha1 sha256 "
    "digest crc32 hex unhex encode decode quote_ident quote_literal quote_nullable quote "
    "nullif ifnull isnull nvl coalesce iif decode concat concat_ws length char_length len "
    "octet_length substring substr position locate instr left right lpad rpad ltrim rtrim trim "
    "reverse replace translate repeat initcap ascii chr char abs ceil ceiling floor mod power "
    "sqrt sign rand random exp log ln pi degrees radians sin cos tan unix_timestamp "
    "from_unixtime timestampdiff timestampadd timediff time_to_sec sec_to_time last_insert_id "
    "connection_id found_rows row_count bin inet_aton inet_ntoa host masklen network family "
    "similarity word_similarity levenshtein soundex difference unaccent cardinality unnest "
    "every grouping lag lead first_value last_value nth_value ntile rank cast convert typeof "
    "changes total_changes last_insert_rowid julianday glob printf zeroblob getdate sysdate "
    "sysdatetime getutcdate eomonth datename isdate isnumeric newid host_name suser_name "
    "suser_sname app_name serverproperty databasepropertyex has_dbaccess original_login "
    "txid_current pg_backend_pid pg_export_snapshot obj_description col_description "
    "shobj_description bitand bitor bitxor listagg wm_concat rownum dump vsize sys_context "
    "userenv hostname uptime currentdatabase formatreadablesize materialize "
    "ignore dictget has empty notempty numbers numbers_mt zeros merge cluster clusterallreplicas "
    "flatten parse_json table_ddl get_ddl result_scan warehouse_metering_history sha2 "
    "timestamp_trunc timestamp_diff timestamp_sub timestamp_add time_bucket time_bucket_gapfill "
    "locf interpolate histogram hypertable_size num_nulls num_nonnulls isfinite justify_days "
    "justify_hours justify_interval clock_timestamp statement_timestamp transaction_timestamp "
    "timeofday overlay starts_with btrim split_part string_to_array ctid oid regclass "
    "pg_ls_waldir pg_ls_logdir pg_show_all_settings pg_lock_status pg_partition_tree "
    "pg_partition_root gin_page_stats pgstattuple pgstatindex pg_buffercache_summary "
    "pg_options_to_table pg_encoding_to_char pg_char_to_encoding pg_safe_snapshot_blocking_pids "
    "pg_control_system pg_control_checkpoint pg_visible_in_snapshot name_const bin_to_uuid "
    "uuid_to_bin json_table gtid_subset gtid_subtract ps_current_thread_id format_bytes "
    "format_pico_time sys_extract_utc add_months months_between next_day last_day "
    "table display display_cursor "
    "fn_my_permissions fn_virtualfilestats fn_get_audit_file fn_helpcollations fn_dblog "
    "fn_xe_file_target_read_file fn_trace_gettable fn_get_sql fn_listextendedproperty "
    "query_history query_history_by_user query_history_by_warehouse query_history_by_session "
    "login_history login_history_by_user warehouse_load_history task_history copy_history "
    "pipe_usage_history table_storage_metrics automatic_clustering_history data_transfer_history "
    "database_storage_usage_history stage_storage_usage_history materialized_view_refresh_history "
    "policy_references tag_references validate infer_schema external_table_files task_dependents "
    "object_dependencies rest_event_history search_optimization_history alert_history "
    "dynamic_table_refresh_history replication_usage_history get_object_references rowcount "
    "seq1 seq2 seq4 seq8 uniform randstr zipf normal generator object_construct object_keys "
    "array_construct parse_url parse_ip get_path try_parse_json try_to_number try_to_date "
    "try_to_timestamp iff zeroifnull nullifzero div0 div0null ratio_to_report mode median "
    "current_warehouse current_role current_region getdatabaseencoding getclientencoding "
    "countif sumif avgif minif maxif groupuniqarray groupbitmap topk arrayjoin arraymap "
    "arrayfilter arrayelement arraysort arraydistinct arraysum arrayexists arrayconcat splitbychar "
    "splitbystring jsonextract jsonextractstring jsonextractint jsonextractfloat jsonextractbool "
    "jsonextractraw jsonextractkeys jsonhas visitparamextractstring extractall "
    "tosecond tominute toweek toquarter todayofweek toyyyymm toyyyymmdd toyyyymmddhhmmss "
    "totypename totimezone tofloat32 tofloat64 todecimal64 tofixedstring tounixtimestamp "
    "fromunixtimestamp parsedatetime parsedatetimebesteffort formatdatetime datediff dateadd "
    "datesub addhours addminutes adddays subtracthours subtractminutes subtractdays now64 today "
    "yesterday formatreadabletimedelta formatreadablequantity intdiv intdivorzero modulo "
    "cityhash64 siphash64 xxhash64 halfmd5 ipv4numtostring ipv4stringtonum bitcount "
    "lowerutf8 upperutf8 lengthutf8 substringutf8 positioncaseinsensitive multisearchany "
    "domain path protocol cutquerystring topleveldomain domainwithoutwww querystring "
    "version_num getsetting tablename runningdifference neighbor rownumberinallblocks "
    "argmaxif argminif anyif any_value logical_or logical_and countdistinct string_agg "
    "net_host net_ip_from_string farm_fingerprint generate_uuid generate_array generate_date_array "
    "generate_timestamp_array struct parse_date parse_timestamp format_date format_timestamp "
    "format_datetime datetime_diff datetime_trunc datetime_add datetime_sub timestamp_millis "
    "timestamp_seconds timestamp_micros unix_millis unix_seconds unix_micros safe_divide "
    "safe_multiply safe_add regexp_contains session_user ieee_divide lax_string lax_int64 "
    "get_json_object ddl get_ddl dbms_metadata metadata get_dependent_ddl display_awr "
    "get_lock? is_free_lock is_used_lock charset collation coercibility "
    "gtid_executed ps_thread_id extract_schema_from_file_name "
    "format_statement sys_get_config list_add quote_identifier version_major "
    "writetime token mintimeuuid maxtimeuuid dateof unixtimestampof totimestamp blobastext ttl "
    "object_definition openjson string_split parsename checksum binary_checksum stuff patindex "
    "charindex choose"
)
_SYSTEM_LOOKS: Final = (
    "clustering", "pipe_status", "typeof", "last_change", "stream_", "allowlist", "whitelist",
    "version", "estimate", "get_", "query_", "show_", "list_", "behavior_change_bundle_status",
    "current_user_task", "task_runtime", "explain", "is_", "validate", "verify",
)  # fmt: skip
"""How Snowflake's functions of the system begin that only look."""
_REACHING: Final = (
    "pg_", "dblink", "xp_", "sp_", "dbms_", "utl_", "lo_", "http", "aws_", "load", "sys", "file",
    "url", "s3", "hdfs", "remote", "mysql", "postgres", "odbc", "jdbc", "exec", "python", "ai_",
    "shell", "master", "cluster", "gcs", "azure", "iceberg", "delta", "mongo", "redis",
    "sqlite", "input", "rds_", "apoc", "extractvalue", "updatexml", "xml", "benchmark",
    "sleep", "wait", "external",
)  # fmt: skip
"""How functions begin that may reach out of the database, whatever else they are called."""
_SECONDS: Final = 5.0


def call_of(node: exp.Anonymous, page: Page) -> None:
    """Add what a function does that sqlglot has no type for."""
    name = node.name.lower()
    arguments = node.expressions
    if name.startswith("system$") and name not in FUNCTIONS:
        looks = name.removeprefix("system$").startswith(_SYSTEM_LOOKS)
        name = "version" if looks else name
    literal = next((each.name for each in arguments if _text(each)), "")
    if name in RUNS_SQL:
        _statement_text(node, page)
    row = FUNCTIONS.get(name)
    if row is None:
        told = asks(name) and sound_of(name) is Sound.PLAIN and not name.startswith(_REACHING)
        if name not in _KNOWN and not name.startswith(_PREFIXES) and not told:
            page.found.add(
                Effect(
                    Kind.EXECUTES, Thing.CODE, name, Radius.UNKNOWN, Undo.UNKNOWN,
                    f"function {name}()", frozenset({"function"}), page.place,
                )
            )  # fmt: skip
        return
    if "waits" in row.marks and _short(arguments):
        return
    radius = _picked(node) if row.kind in (Kind.DELETES, Kind.STOPS, Kind.WRITES) else None
    if radius is Radius.NAMESPACE and row is _ENDS:
        radius = Radius.SET
    page.found.add(row.effect(literal, f"{name}()", page.place, radius=radius))


def _picked(node: exp.Anonymous) -> Radius | None:
    """How much a call does where a query gives it its argument, row by row; None for one."""
    if not node.expressions or node.find(exp.Column) is None:
        return None
    query = node.find_ancestor(exp.Select)
    return Radius.SET if query is None or query.args.get("where") else Radius.NAMESPACE


def _statement_text(node: exp.Anonymous, page: Page) -> None:
    for each in node.expressions:
        if _text(each) and " " in each.name.strip():
            page.found.inner.append(Inner("sql", each.name, dialect=page.dialect, place=page.place))
        elif not isinstance(each, exp.Literal | exp.Boolean):
            page.found.unread(node.name, "SQL is made at run time", "dynamic")


def _text(node: exp.Expression) -> bool:
    return isinstance(node, exp.National) or (isinstance(node, exp.Literal) and node.is_string)


def _short(arguments: list[exp.Expression]) -> bool:
    if len(arguments) != 1 or not isinstance(arguments[0], exp.Literal):
        return False
    text = arguments[0].name
    whole = text.replace(".", "", 1)
    return len(text) < 9 and whole.isdecimal() and float(text) <= _SECONDS
