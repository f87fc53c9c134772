"""The tables of what the exports say, which the import alone writes."""

from analytics.model.table import TEXTS, Column, Table, count, flag, moment, text

SOURCE = (
    text("source_sha256", "SHA-256 of the input file (of the member, inside an archive)", False),
    count("source_row", "0-based record (CSV, JSON) or line (JSONL) number in that file", False),
    text("source_path", 'JSON pointer to the record inside that row; "" if flat', False),
)

EVENTS = Table(
    "events",
    "an act",
    (
        text("event_id", "platform and native id, weibo:4857881961438732", False),
        text("platform", "where it happened: weibo, douyin, ...", False),
        text("kind", "the platform's act: post, repost, comment, quote", False),
        text("account_id", "who acted, weibo:7773261299; null if the export does not say"),
        text("account_name", "the name shown with the act when it was captured"),
        moment("at", "when, UTC; start of the interval if the precision is coarse"),
        text("at_precision", "us, ms, s, min, h, day: how finely `at` is known"),
        text("at_basis", "export (a field states it) or id (read from the platform's id)"),
        text("at_text", "the moment as the export writes it"),
        moment("at_from_id", "the moment encoded in the native id, where its scheme is known"),
        flag(
            "at_conflict",
            "true: stated time and id disagree by more than id_gap_s, or the record arrived over an hour "
            "apart; null: not comparable",
        ),
        text("stated_parent_id", "the act that the export says it passes on or answers directly"),
        text(
            "stated_parent_note",
            "why the export cannot tell the direct parent: in_thread (it answers some event of a thread of "
            "comments), chain_deleted (the tool cut the repost chain), root_only (the platform names only "
            "the original of a repost), source_by_name (a forward names its source by a name alone); null: "
            "nothing says so",
        ),
        text("stated_root_id", "the post that the export says the tree grows from; a post is its own"),
        Column("object_ids", TEXTS, "all that one act passed on, where the export lists several; else null"),
        text("root_basis", "export, file_name, option: where stated_root_id was read; null for a post"),
        text("text", "as exported, byte for byte after decoding"),
        text("own_text", "what the account itself wrote, before the first //@; null for a bare repost"),
        text("client", "the client or device the platform shows"),
        text("region", "IP region the platform shows, without its prefix"),
        Column("urls", TEXTS, "links the export lists apart from the text"),
        flag("edited", "true: captures differ in text, or the export says it was edited"),
        *SOURCE,
    ),
    ("source_sha256", "source_row", "source_path"),
)

OCCURRENCES = Table(
    "occurrences",
    "an act as one capture shows it",
    (
        text("event_id", "the act", False),
        *SOURCE,
        moment("captured_at", "when the collector saw it"),
        text("text_sha256", "SHA-256 of `text` in UTF-8; null if there is none"),
        flag("is_kept", "true for the one occurrence whose row the events table keeps", False),
    ),
    ("source_sha256", "source_row", "source_path"),
)

ACCOUNTS = Table(
    "accounts",
    "an account as seen (latest known value of each column)",
    (
        text("account_id", "weibo:7773261299", False),
        text("platform", "", False),
        text("name", "latest name seen"),
        moment("registered_at", "when the account was opened"),
        flag("verified", ""),
        text("verified_type", "as the platform codes it"),
        text("verified_reason", "as the platform shows it"),
        count("followers_n", ""),
        count("following_n", ""),
        count("posts_n", ""),
        text("region", "IP region of the profile"),
        text("location", "place the account declares"),
        flag("is_hashed", "true: the export carries a hash instead of the platform's id"),
        moment("captured_at", "when the kept profile was seen"),
        *SOURCE,
    ),
    ("account_id",),
)

ACCOUNT_NAMES = Table(
    "account_names",
    "a name an account bore",
    (
        text("account_id", "", False),
        text("name", "", False),
        moment("first_at", "first capture (or act, if captures carry no time) that shows it"),
        moment("last_at", "last capture that shows it"),
    ),
    ("account_id", "name"),
)

COUNTERS = Table(
    "counters",
    "a displayed number",
    (
        text("event_id", "the act it stands under", False),
        text("counter", "views, reposts, comments, likes, quotes, shares, plays, members", False),
        count("value", "", False),
        flag("is_floor", 'true: "100万+", at least this many', False),
        flag("is_rounded", 'true: "1.2万", rounded by the platform', False),
        moment("captured_at", "when it was displayed"),
        *SOURCE,
    ),
    ("source_sha256", "source_row", "source_path", "counter"),
)

SOURCES = Table(
    "sources",
    "an input file",
    (
        text("sha256", "", False),
        text("sm3", "null where this Python's OpenSSL lacks SM3"),
        text("name", "file name as given; archive!/member inside an archive", False),
        count("bytes", "", False),
        text("format", "what it was recognised as", False),
        text("importer", "which importer read it; null for an archive"),
        text("encoding", "utf-8, utf-8-sig, gb18030; null for binary formats"),
        count("records_n", "", False),
        count("events_n", "", False),
        count("duplicates_n", "", False),
        count("rejected_n", "", False),
        count("other_n", "", False),
        text("about", "the post these records are about, where the export lacks it"),
        text("author", "the author of these records, where the export lacks it"),
        text("hints_basis", "file_name or option: where about and author were read"),
        text("timezone", "the zone in which bare times were read"),
        moment("captured_at", "stated capture time of the whole file"),
        text("obtained", "how the file was obtained, as stated by the user"),
        text("container_sha256", "the archive it came in; null for a file of its own"),
    ),
    ("sha256",),
)

CERTIFICATES = Table(
    "certificates",
    "an integrity value that came with an input and agreed with it before it was read",
    (
        text("source_sha256", "the input", False),
        text("algorithm", "md5, sha1, sha256, sha512 or sm3", False),
        text("value", "as stated, in hexadecimal digits", False),
        text("name", "of the certificate", False),
        text("certificate_sha256", "of the certificate, kept in evidence/; null: not handed over as a file"),
        text("document", "number of the legal document it answers"),
        text("basis", "certificate: read from it; case_toml: typed by a person", False),
    ),
    ("source_sha256", "algorithm", "value", "name"),
)

REJECTED = Table(
    "rejected",
    "a record that is no event",
    (*SOURCE, text("reason", "reason code and what was found", False), text("raw", "the record as exported")),
    ("source_sha256", "source_row", "source_path"),
)
