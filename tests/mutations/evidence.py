"""Evidence: what is checked, what leads back to the export, what may leave the house."""

from tests.mutations.record import mutations

CUSTODY = "tests/evidence/test_verification.py tests/evidence/test_custody.py"
REDACT = "tests/evidence/test_redact.py"
ERASE = "tests/evidence/test_erase.py"
TRACE = "tests/evidence/test_opened_rows.py"

EVIDENCE = (
    *mutations(
        "analytics/evidence/verification.py",
        CUSTODY,
        ("hash_of_a_line_not_checked", 'if sealed(found) != found["sha256"]:', "if False:"),
        (
            "link_or_number",
            'found["previous"] == expected and found["n"] == n',
            'found["previous"] == expected or found["n"] == n',
        ),
        (
            "state_found_not_checked",
            'compared("verify_custody_state", str(e["n"]), e["before"], state)',
            'compared("verify_custody_state", str(e["n"]), state, state)',
        ),
        (
            "sum_without_rejected",
            '"events_n", "duplicates_n", "rejected_n", "other_n"',
            '"events_n", "duplicates_n", "other_n"',
        ),
        (
            "rows_of_events_not_counted",
            'Check("verify_rows", found == expected,',
            'Check("verify_rows", found <= expected,',
        ),
        ("rows_never_fail", 'Check("verify_rows", found == expected,', 'Check("verify_rows", True,'),
        ("changed_settings_hold", 'generation == case.manifest.get("generation"),', "True,"),
        ("changed_case_toml_holds", "found, case.manifest.get(name))", "1, 1)"),
        ("tables_not_hashed", 'found == entry["sha256"],', "True,"),
        ("inputs_not_hashed", 'found == source["sha256"],', "True,"),
        ("recorded_by_nobody", "not missing,", "True,"),
    ),
    *mutations(
        "analytics/evidence/strangers.py",
        "tests/evidence/test_verification.py",
        ("strangers_pass", "if name not in names and not", "if False and not"),
    ),
    *mutations(
        "analytics/evidence/log_words.py",
        "tests/evidence/test_verification.py",
        ("words_of_lines_pass", '"verify_log_words", found == expected,', '"verify_log_words", True,'),
        ("inputs_of_lines_pass", "if told.get(one) != sources.get(one)", "if False"),
    ),
    *mutations(
        "analytics/evidence/seal.py",
        "tests/evidence/test_forgeries.py tests/evidence/test_sign.py",
        ("any_head_is_sealed", "lines.get(head.stem) == head.read_bytes()", "True"),
        ("any_head_is_the_one_written_down", "lines.get(found[1]), found[2])", "found[2], found[2])"),
    ),
    *mutations(
        "analytics/evidence/coarsening.py",
        REDACT,
        ("moments_of_few_told", "LEAST = 5 ", "LEAST = 1 "),
        ("trees_not_asked", 'LIKE = ("platform", "kind", "tree_id")', 'LIKE = ("platform", "tree_id")'),
    ),
    *mutations(
        "analytics/evidence/redaction.py",
        REDACT,
        ("new_columns_kept", "if treatment in (None, Treatment.GONE):", "if treatment == Treatment.GONE:"),
        ("texts_kept_when_told_not_to", "if not self.keep_texts:", "if False:"),
        (
            "targets_by_name",
            "if value in self.targets:\n            return self.names.of(",
            "if False:\n            return self.names.of(",
        ),
        ("gaps_of_acts_kept", '.filter(pl.col("gap_s").is_not_null())', ""),
    ),
    *mutations(
        "analytics/evidence/row_filter.py",
        TRACE,
        ("not_null_is_null", "return column.is_not_null()", "return column.is_null()"),
        ("true_is_false", 'column.eq(term[3] == "true")', 'column.eq(term[3] == "false")'),
        ("unknown_column_passes", "if term is None or term[1] not in schema:", "if term is None:"),
        ("one_of_several", '.is_in(term[5].split(", "))', '.is_in(term[5].split(", ")[:1])'),
    ),
    *mutations(
        "analytics/evidence/trace.py",
        TRACE,
        (
            "narrowest_window_opened",
            'found.sort("window_s").row(-1, named=True)',
            'found.sort("window_s").row(0, named=True)',
        ),
        ("role_of_everybody", "filter(role=role, account_id=account)", "filter(role=role)"),
        ("comments_behind_reposts", "    if measure in TRACED:\n", "    if measure in ():\n"),
        ("acts_of_every_root", "if of != CASE:", "if of == CASE:"),
        (
            "seven_digits_of_a_hash_are_enough",
            "if len(subject) >= 8 else None",
            "if len(subject) >= 7 else None",
        ),
        (
            "exported_moment_opened",
            'found = with_trusted_times(case.placed_events(pl.col("event_id") == subject)).collect()',
            'found = case.placed_events(pl.col("event_id") == subject).collect()',
        ),
    ),
    *mutations(
        "analytics/evidence/package_check.py",
        "tests/evidence/test_package.py::test_a_file_put_in_or_taken_out_is_found tests/evidence/test_package.py::test_a_changed_byte_anywhere_is_found_by_both",
        (
            "stranger_in_the_bag",
            "strangers = sorted(expected - set(listed) - stamp)",
            "strangers: list[str] = []",
        ),
    ),
    *mutations(
        "analytics/evidence/erasing.py",
        ERASE,
        (
            "erase_leaves_names",
            'pattern.subn("0" if is_id else _asterisks, text)',
            'pattern.subn("0" if is_id else r"\\g<0>", text)',
        ),
        ("erase_blanks_no_line", "spans.append((start, stop, blank))", "del blank"),
        ("erase_loses_line_ends", '"\\n" * inner', '"\\n" * 0'),
    ),
    *mutations(
        "analytics/api/erasure.py",
        ERASE,
        (
            "erase_takes_words_of_many",
            "if len(text.strip()) >= WORDS_MIN} - shared",
            "if len(text.strip()) >= WORDS_MIN}",
        ),
        (
            "erase_reason_may_name",
            "if not reason.strip() or plan.person.is_in(reason):",
            "if not reason.strip():",
        ),
        (
            "erase_keeps_the_old_inputs",
            "gone = [case.evidence / one.sha256 for one in plan.inputs]",
            "gone = []",
        ),
    ),
    *mutations(
        "analytics/evidence/log_words.py",
        ERASE,
        ("erase_not_followed_by_verify", 'told.pop(file["before"], None)', "pass"),
    ),
    *mutations(
        "analytics/evidence/unpacking.py",
        ERASE,
        (
            "erase_not_followed_by_recompute",
            'now = became.get(file["sha256"], file["sha256"])',
            'now = file["sha256"]',
        ),
    ),
)
