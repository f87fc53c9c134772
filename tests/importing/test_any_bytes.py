"""Whatever values or bytes come in: either tables that add up, or one clear error and no case."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.model.errors import ExportError, WakelineError
from tests.importing.invented import jsonl, repost
from tests.importing.taking import CSV_HEAD, adds_up, one_line, run

pytestmark = pytest.mark.slow


row_texts = st.text(max_size=60)
values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), row_texts, st.lists(st.integers(), max_size=3)
)
keys = st.sampled_from(
    ["_id", "mblogid", "created_at", "content", "retweet_id", "user", "crawl_time", "reposts_count"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(st.dictionaries(keys, values, max_size=4), min_size=1, max_size=6))
def test_any_values_in_known_keys_add_up(
    tmp_path_factory: pytest.TempPathFactory, changes: list[dict[str, object]]
) -> None:
    rows = [repost(0), *(repost(k) | change for k, change in enumerate(changes, 1))]
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    try:
        taken = run(tmp_path_factory.mktemp("case"), "a.jsonl", content)
    except ExportError as refused:  # Two of the rows drawn may bear one id.
        assert "contradict" in str(refused)
        return
    adds_up(taken)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda t: (CSV_HEAD + "\n" + t).encode("utf-8", "surrogatepass")),
        st.lists(st.one_of(st.binary(max_size=50), st.just(jsonl([repost(1)]))), max_size=8).map(
            lambda parts: jsonl([repost(0)]) + b"".join(parts)
        ),
    ),
    name=st.sampled_from(["a.jsonl", "a.json", "a.csv", "a.db", "a.xlsx", "a.zip", "a.gz"]),
)
def test_any_bytes_add_up_or_are_one_clear_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("case")
    try:
        adds_up(run(folder, name, content))
    except WakelineError as fault:
        one_line(fault)
        assert not (folder / "case").exists()
