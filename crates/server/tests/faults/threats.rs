//! The table of the documents: what can happen, what is done against it, and the test
//! that shows it. `figures` are names of what the tests count.

pub(crate) struct Threat {
    pub(crate) threat: &'static str,
    pub(crate) done: &'static str,
    /// A file of the repository, and the name of the test in it.
    pub(crate) test: [&'static str; 2],
    pub(crate) figures: &'static [&'static str],
}

/// What shows a row that tests of other programs show, which count for themselves.
const BROWSERS: &[&str] = &[];

const fn row(
    threat: &'static str,
    done: &'static str,
    test: [&'static str; 2],
    figures: &'static [&'static str],
) -> Threat {
    Threat {
        threat,
        done,
        test,
        figures,
    }
}

/// Parts of the table, each with its heading.
pub(crate) const PARTS: [(&str, &[Threat]); 6] = [
    ("Keys at rest", AT_REST),
    ("Logins and mailed tokens", LOGINS),
    ("Keys in use", IN_USE),
    ("Crashes, disks and copies", DURABILITY),
    ("Hostile requests", REQUESTS),
    ("The dashboard", DASHBOARD),
];

const AT_REST: &[Threat] = &[
    row(
        "Somebody gets the database, its log of changes, a copy or the logs",
        "Keys are found by a keyed hash and stored sealed; the keys that seal them are wrapped under a root key that is in a file of its own. Passwords are argon2id hashes, mailed tokens keyed ones. Logs have routes, never paths, headers or bodies.",
        [
            "crates/server/tests/it/secrets.rs",
            "no_key_password_or_token_is_in_any_file_of_the_server",
        ],
        &["search-files"],
    ),
    row(
        "Somebody gets a core dump, or memory that was swapped out",
        "Keys, passwords and tokens are types that are wiped when they are dropped, and every other buffer, those of libraries included, is wiped when it is freed.",
        [
            "crates/server/tests/it/secrets.rs",
            "no_key_password_or_token_stays_in_memory_after_its_request",
        ],
        &["search-memory"],
    ),
    row(
        "A sealed value is damaged or forged",
        "XChaCha20-Poly1305: what is not exactly what was sealed does not open. The answer is an error without a key.",
        [
            "crates/server/tests/it/sealed_rows.rs",
            "a_sealed_value_with_any_byte_changed_is_an_error_and_never_another_text",
        ],
        &["sealed-bytes"],
    ),
    row(
        "A sealed value is put in the place of another one, to be read by somebody else",
        "Table, row, owner and kind are sealed in as associated data.",
        [
            "crates/server/tests/it/sealed_rows.rs",
            "a_sealed_value_in_the_place_of_another_one_is_an_error",
        ],
        &["sealed-swaps"],
    ),
    row(
        "The root key is lost, or the wrong one is given",
        "A canary in the database is opened at the start. No new root key is made for a database that has sealed anything.",
        [
            "crates/server/tests/it/command.rs",
            "a_wrong_or_missing_root_key_stops_the_start_with_a_plain_text",
        ],
        &["root-key"],
    ),
    row(
        "The root key has become known",
        "`rotate-root` seals the data keys and hashes the keys anew in one transaction, so that an interrupted run has changed nothing and can be repeated.",
        [
            "crates/server/tests/it/durability.rs",
            "a_new_root_key_opens_all_that_the_old_one_did_and_the_old_one_nothing",
        ],
        &["rotation"],
    ),
    row(
        "Other users of the machine read the files",
        "Database, root key, copies and mails are made with mode 0600 or 0700.",
        [
            "crates/server/tests/it/command.rs",
            "database_and_root_key_are_readable_by_their_owner_only",
        ],
        &["modes"],
    ),
];

const LOGINS: &[Threat] = &[
    row(
        "A password is guessed",
        "Attempts are counted before the password is looked at, for a name from a network and for a network; after 5 and 50 free ones the wait doubles up to 15 minutes. Counters are in the database. A name alone is never counted, so nobody can lock somebody else out.",
        [
            "crates/server/tests/it/login_limits.rs",
            "a_thousand_guesses_reach_the_hash_a_few_times_and_lock_nobody_out",
        ],
        &["guesses"],
    ),
    row(
        "A flood of logins slows everybody else",
        "Passwords are hashed by a few threads of low priority with a queue that ends; one more is told to come back.",
        [
            "crates/server/tests/faults/flood.rs",
            "a_flood_of_logins_slows_key_checks_by_less_than_three_times",
        ],
        &["login-flood"],
    ),
    row(
        "The work of a login tells whether there is an account",
        "An account that is unknown, inactive or without a password costs one run of the hash like any other.",
        [
            "crates/server/tests/it/login.rs",
            "every_refused_login_is_one_run_of_the_hash",
        ],
        &["login-hashes"],
    ),
    row(
        "The time of a login tells it",
        "The same; measured.",
        [
            "crates/server/tests/faults/timing.rs",
            "the_time_of_a_login_does_not_tell_whether_there_is_an_account",
        ],
        &["login-timing"],
    ),
    row(
        "The text of an answer tells it",
        "One status and one text for every refused login; mails are always promised with 204. The original's texts come back with `--original login-reasons` and `mail-reasons`.",
        [
            "crates/server/tests/it/login.rs",
            "a_wrong_password_and_an_unknown_email_get_the_same_answer",
        ],
        &["login-text"],
    ),
    row(
        "A mailed token is used twice",
        "It is deleted in the transaction that uses it, bound to account, purpose, address and password hash, and expires.",
        [
            "crates/server/tests/it/passwords.rs",
            "of_many_parallel_uses_of_a_token_one_succeeds",
        ],
        &["replay"],
    ),
    row(
        "The clock jumps",
        "Counters from the future are brought back to now, so that nobody waits longer than 15 minutes; limits on requests are those of one second, and time-outs do not depend on the date.",
        [
            "crates/server/tests/it/login_limits.rs",
            "a_clock_that_jumps_back_makes_nobody_wait_longer",
        ],
        &["clock"],
    ),
];

const IN_USE: &[Threat] = &[
    row(
        "A revoked key goes on working",
        "Every request looks its key up in the database; nothing is remembered in between.",
        [
            "crates/server/tests/it/account.rs",
            "a_reset_key_is_refused_from_the_next_request_on",
        ],
        &["revoked"],
    ),
    row(
        "Several resets at a time leave several keys, or none",
        "One writer and one transaction a reset; an account key is replaced only by who shows the present one.",
        [
            "crates/server/tests/it/api_keys.rs",
            "fifty_parallel_resets_and_readers_leave_exactly_one_valid_key",
        ],
        &["reset-race"],
    ),
    row(
        "A caller does what its role or flags do not allow",
        "One table says who may do what; every cell of it is asked for.",
        [
            "crates/server/tests/it/matrix/mod.rs",
            "every_caller_gets_from_every_route_what_the_table_says",
        ],
        &["matrix"],
    ),
    row(
        "A key ends up in a log or a history because it was in an address",
        "Keys count in headers only, unless `--original keys-in-query-and-body` is set.",
        [
            "crates/server/tests/it/differences.rs",
            "keys_in_query_and_body",
        ],
        &["key-places"],
    ),
    row(
        "Nobody knows who made, reset or deleted a key",
        "Triggers of the database write each change down in its own transaction: who, what, which key by its last four digits. The log only grows.",
        [
            "crates/server/tests/it/audit.rs",
            "every_change_of_a_key_is_written_down_with_who_made_it_and_without_the_key",
        ],
        &["audit"],
    ),
    row(
        "Who manages an instance's keys cannot see what others did to them, or anybody can",
        "The log over the API is for account keys with the role `full` in the instance; an account reads what happened to its own key and password.",
        [
            "crates/server/tests/it/audit.rs",
            "administrators_who_manage_keys_read_the_log_in_pages_and_nobody_else_does",
        ],
        &["audit-readers"],
    ),
    row(
        "One caller takes the whole server",
        "Limits a second for each address, account and instance; refused requests count as well. `Retry-After` is a whole number of at least 1.",
        [
            "crates/server/tests/it/limits.rs",
            "too_many_requests_are_told_how_long_to_wait",
        ],
        &["throttle"],
    ),
    row(
        "The server is made to call somebody",
        "It connects to nobody but the SMTP server that it was given; nothing in a request is an address that it would call.",
        [
            "crates/server/tests/faults/trace.rs",
            "nothing_in_a_request_makes_the_server_connect_to_anybody",
        ],
        &["outbound"],
    ),
];

const DURABILITY: &[Threat] = &[
    row(
        "The server is killed in the middle of changes",
        "One transaction a change, answered after its commit.",
        [
            "crates/server/tests/faults/crash.rs",
            "nothing_that_was_acknowledged_is_lost_when_the_server_is_killed",
        ],
        &["crash"],
    ),
    row(
        "The power fails: a revoked key would live again",
        "`journal_mode=WAL` with `synchronous=FULL`, read back at the start and refused otherwise: the log of changes is on the disk before the answer leaves.",
        [
            "crates/server/tests/faults/trace.rs",
            "every_acknowledged_change_is_on_the_disk_before_its_answer_leaves",
        ],
        &["flushed"],
    ),
    row(
        "The disk is full, read-only or broken",
        "Changes, logins among them, get 503 with `Retry-After` and are not made; data is read and keys are checked as before. Nothing has to be restarted.",
        [
            "crates/server/tests/faults/disk.rs",
            "a_disk_that_fails_refuses_changes_only_until_it_works_again",
        ],
        &["disk"],
    ),
    row(
        "The database has all the room that it may have",
        "The same.",
        [
            "crates/server/tests/it/durability.rs",
            "a_full_database_refuses_changes_only_and_recovers_without_a_restart",
        ],
        &["full"],
    ),
    row(
        "The database file is moved, deleted or replaced under the running server",
        "Before each change the server looks whether its files are still those that it opened; otherwise changes get 503, for they would be lost. Reads go on from what is open. Putting the files back is enough.",
        [
            "crates/server/tests/faults/disk.rs",
            "a_database_that_was_moved_away_or_replaced_is_not_written_to",
        ],
        &["database-gone"],
    ),
    row(
        "Two servers use one database",
        "The second one is refused by a lock that the system lets go of when its holder ends in whatever way.",
        [
            "crates/server/tests/it/durability.rs",
            "a_second_server_is_refused_and_a_killed_one_leaves_no_lock",
        ],
        &["second-server"],
    ),
    row(
        "A copy turns out to be worthless on the day that it is needed",
        "`backup` copies under load, and gives the file its name only when it is whole and on the disk; `restore --check` looks at pages, references, migrations and root key, and opens every key.",
        [
            "crates/server/tests/it/durability.rs",
            "a_copy_of_a_server_at_work_is_private_sound_and_can_be_served",
        ],
        &["backup"],
    ),
    row(
        "An update cannot read the data of an earlier version",
        "Migrations go forward from every schema there was.",
        [
            "crates/server/tests/it/durability.rs",
            "a_database_of_every_earlier_schema_is_brought_up_to_date",
        ],
        &["migrations"],
    ),
    row(
        "Stopping cuts requests",
        "At SIGTERM the server takes no more connections and finishes what was begun.",
        [
            "crates/server/tests/it/limits.rs",
            "stopping_finishes_what_was_begun",
        ],
        &["stop"],
    ),
];

const REQUESTS: &[Threat] = &[
    row(
        "Connections that never finish, large, deep and slow bodies",
        "Headers of 32 KiB in 10 s, bodies of 256 KiB in 10 s, 1,024 connections; JSON has a limit of depth.",
        [
            "crates/server/tests/faults/slow.rs",
            "slow_large_and_deep_requests_slow_others_by_less_than_three_times",
        ],
        &["slow-clients"],
    ),
    row(
        "Half a request holds a connection",
        "It is ended: without an answer in the headers, with 408 in the body.",
        [
            "crates/server/tests/it/limits.rs",
            "half_a_request_does_not_hold_a_connection",
        ],
        &["half-requests"],
    ),
    row(
        "Bytes in a header that break it, or reach the log",
        "What is no header value is refused by the HTTP library; a key has to be 40 hex digits before it is looked up; no value is logged.",
        [
            "crates/server/tests/faults/headers.rs",
            "no_byte_of_a_key_breaks_a_header_or_reaches_the_log",
        ],
        &["header-bytes"],
    ),
    row(
        "SQL in a value; NUL, lone surrogates, numbers beyond all limits",
        "Statements are texts known at compile time, values are bound; NUL and lone surrogates are refused with 400.",
        [
            "crates/server/tests/it/hostile_input.rs",
            "no_value_of_any_field_is_a_server_error",
        ],
        &["field-values"],
    ),
    row(
        "Paths and queries that lead elsewhere",
        "A path is taken apart before it is decoded; names and numbers are checked by form.",
        [
            "crates/server/tests/it/hostile_input.rs",
            "no_path_query_or_key_is_a_server_error",
        ],
        &["paths"],
    ),
    row(
        "Bodies that are not what they say",
        "400 or 415, before anything else is looked at.",
        [
            "crates/server/tests/it/hostile_input.rs",
            "no_body_of_any_type_is_a_server_error",
        ],
        &["bodies"],
    ),
    row(
        "Whatever else a client may send",
        "The description of the API is made from the server's own routes and fields. Requests made up from it, good and bad, get no 5xx and no answer that it does not describe.",
        [
            "crates/server/tests/it/openapi/fuzz.rs",
            "no_made_up_request_breaks_the_server_or_the_description",
        ],
        &["made-up"],
    ),
    row(
        "A link in an answer leads to another host",
        "Links of lists and objects are paths, whatever `Host` and its kind say.",
        [
            "crates/server/tests/it/hostile_input.rs",
            "links_are_paths_whatever_the_headers_say_about_the_host",
        ],
        &["links"],
    ),
];

const DASHBOARD: &[Threat] = &[
    row(
        "A script runs in the dashboard",
        "The page's policy lets its own scripts run and nothing else, and nobody frames it.",
        [
            "crates/server/tests/it/dashboard.rs",
            "the_dashboard_may_run_its_own_scripts_and_nothing_else",
        ],
        &["dashboard"],
    ),
    row(
        "A description of a key is markup",
        "Everything is put into the page as text.",
        [
            "tests/browser/dashboard-secrets.test.mjs",
            "markup and scripts in descriptions stay text",
        ],
        BROWSERS,
    ),
    row(
        "A key stays in the browser",
        "It is in the memory of the page, and nowhere else.",
        [
            "tests/browser/dashboard-secrets.test.mjs",
            "a reload forgets the key, and nothing was ever stored",
        ],
        BROWSERS,
    ),
];
