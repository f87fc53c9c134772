"""What the examples of the public interface may use: a tiny invented export, and the case made of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import analytics

EXPORT = """\
message_id,user_id,username,repost_id,reply_id,message,timestamp,urls
p1,u1,Baker,,,The bakery sells old bread,1740787200,
p2,u1,Baker,,,The bakery was fined,1740790800,
m1,u2,Crumb,p1,,Look at this,1740787210,
m2,u3,Flour,p1,,Look at this,1740787240,
m3,u2,Crumb,p2,,So it is true,1740790810,
m4,u3,Flour,p2,,So it is true,1740790830,
c1,u4,Yeast,,p1,I bought some yesterday,1740787500,
"""


@pytest.fixture(scope="session")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the export above in `exports` and its analysed case in `case`: u1 wrote p1 and p2; u2 and
    u3 reposted both, 30 s and 20 s apart; u4 commented on p1."""
    folder = tmp_path_factory.mktemp("bakery")
    (folder / "exports").mkdir()
    (folder / "exports" / "messages.csv").write_text(EXPORT, encoding="utf-8")
    few = analytics.Thresholds().changed({"surrogates_n": "0"})
    analytics.analyse(analytics.import_files(folder / "case", folder / "exports").case, few)
    return folder


@pytest.fixture(autouse=True)
def _examples(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> Iterator[None]:
    """Give each example of analytics/api a copy of the bakery of its own, which it may change."""
    if not (isinstance(request.node, pytest.DoctestItem) and request.node.name.startswith("analytics.api.")):
        yield
        return
    folder = request.getfixturevalue("tmp_path") / "bakery"
    shutil.copytree(request.getfixturevalue("bakery"), folder)
    names = {name: getattr(analytics, name) for name in analytics.__all__} | {
        "folder": folder,
        "exports": folder / "exports",
        "case": analytics.open_case(folder / "case"),
    }
    doctest_namespace |= names
    yield
    for name in names:  # The namespace is one for all examples of a run.
        del doctest_namespace[name]
