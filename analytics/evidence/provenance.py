"""Provenance as CASE/UCO JSON-LD: files with hashes, the tool, and each action with what it used and made."""

import uuid
from typing import Any

from analytics.store.case_folder import Case
from analytics.store.custody_log import entries
from analytics.store.inputs import stored_path

SPACE = uuid.UUID(
    "6f1d2f3e-5a64-5c1b-9a0e-3f4f5a6b7c8d"
)  # Ours: names below it give the same ids in every run.
CONTEXT = {
    "kb": "http://example.org/kb/",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def provenance(case: Case) -> dict[str, Any]:
    """The graph of a case. Ids follow from names and hashes: same case, same bytes."""
    sources = case.read("sources").sort("sha256").to_dicts()
    graph = [_file(row["sha256"], row["name"], row["bytes"]) for row in sources]
    known = {row["sha256"] for row in sources}
    for row in (
        case.read_or_empty("certificates")
        .drop_nulls("certificate_sha256")
        .sort("certificate_sha256")
        .to_dicts()
    ):
        path = stored_path(case.evidence, row["certificate_sha256"])
        if row["certificate_sha256"] not in known and path is not None:
            graph.append(_file(row["certificate_sha256"], row["name"], path.stat().st_size))
            known.add(row["certificate_sha256"])
    for name, entry in sorted(case.manifest.get("tables", {}).items()):
        if entry["sha256"] not in known:
            graph.append(_file(entry["sha256"], f"tables/{name}", entry["bytes"]))
            known.add(entry["sha256"])
    log = entries(case.folder)
    tools = {e["wakeline"]: _tool(e["wakeline"]) for e in log}
    people = {e["who"]: _person(e["who"]) for e in log}
    records = [node for e in log for node in _act(e, known, _tables(case) if e is log[-1] else [])]
    return {"@context": CONTEXT, "@graph": [*tools.values(), *people.values(), *graph, *records]}


def _tables(case: Case) -> list[str]:
    return sorted(entry["sha256"] for entry in case.manifest.get("tables", {}).values())


def _id(kind: str, name: str) -> str:
    return f"kb:{kind}-{uuid.uuid5(SPACE, f'{kind}/{name}')}"


def _file(sha256: str, name: str, size: int) -> dict[str, Any]:
    """A file by its SHA-256; UCO's vocabulary of hashes has no SM3, which stands in sm3.txt."""
    told = {
        "@id": _id("hash", sha256),
        "@type": "uco-types:Hash",
        "uco-types:hashMethod": "SHA256",
        "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": sha256},
    }
    return {
        "@id": _id("file", sha256),
        "@type": "uco-observable:File",
        "uco-core:hasFacet": [
            {
                "@id": _id("file-facet", sha256),
                "@type": "uco-observable:FileFacet",
                "uco-observable:fileName": name.rsplit("/", 1)[-1],
                "uco-observable:filePath": name,
                "uco-observable:sizeInBytes": size,
            },
            {
                "@id": _id("content-facet", sha256),
                "@type": "uco-observable:ContentDataFacet",
                "uco-observable:hash": [told],
            },
        ],
    }


def _tool(version: str) -> dict[str, Any]:
    return {
        "@id": _id("tool", version),
        "@type": "uco-tool:AnalyticTool",
        "uco-core:name": "wakeline",
        "uco-tool:version": version,
    }


def _person(who: str) -> dict[str, Any]:
    return {"@id": _id("identity", who), "@type": "uco-identity:Identity", "uco-core:name": who}


def _act(e: dict[str, Any], known: set[str], made: list[str]) -> list[dict[str, Any]]:
    """An act of the log as an action, and the record of what it made."""
    parts = [*e["detail"].get("files", []), *e["detail"].get("certificates", [])]
    named = [row.get("sha256") or row.get("certificate_sha256") for row in parts if isinstance(row, dict)]
    used = list(dict.fromkeys(sha256 for sha256 in named if sha256 in known))
    at = {"@type": "xsd:dateTime", "@value": e["at"]}
    action: dict[str, Any] = {
        "@id": _id("action", e["sha256"]),
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": e["what"],
        "uco-core:description": (
            f"line {e['n']} of custody.jsonl, sha256 {e['sha256']}; "
            f"state before {e['before']}, after {e['after']}"
        ),
        "uco-action:startTime": at,
        "uco-action:endTime": at,
        "uco-action:performer": {"@id": _id("identity", e["who"])},
        "uco-action:instrument": {"@id": _id("tool", e["wakeline"])},
    }
    if used:
        action["uco-action:object"] = [{"@id": _id("file", sha256)} for sha256 in used]
    held = [sha256 for sha256 in [*used, *made] if sha256 in known]
    if not held:
        return [action]
    record = {
        "@id": _id("record", e["sha256"]),
        "@type": "case-investigation:ProvenanceRecord",
        "case-investigation:exhibitNumber": f"custody-{e['n']}",
        "uco-core:object": [{"@id": _id("file", sha256)} for sha256 in held],
    }
    action["uco-action:result"] = [{"@id": record["@id"]}]
    return [action, record]
