"""The inputs of a case as files with names: what `unpack` writes, and how every list names a file."""

from analytics.store.case_folder import Case


def input_names(case: Case) -> dict[str, str]:
    """Name every input by its SHA-256: the name it was given, made different where two inputs bore the same.

    A second file of one name stands in a folder 2, a third in a folder 3: the file keeps its own name, which
    tells some layouts what they hold. A member of an archive is named `archive!/member`.
    """
    rows = case.read_or_empty("sources").sort("name", "sha256").to_dicts()
    held = {row["sha256"]: row for row in rows}
    alone = unique_names([(row["sha256"], row["name"]) for row in rows if row["container_sha256"] is None])
    return {
        sha256: alone[sha256]
        if row["container_sha256"] is None
        else f"{alone.get(row['container_sha256'], row['container_sha256'])}!/{row['name'].split('!/', 1)[1]}"
        for sha256, row in held.items()
    }


def certificate_names(case: Case) -> dict[str, str]:
    """Name every certificate that lies in evidence/, by its SHA-256, as `input_names` does."""
    rows = case.read_or_empty("certificates").drop_nulls("certificate_sha256")
    named = rows.select("certificate_sha256", "name").unique().sort("name", "certificate_sha256")
    return unique_names(list(named.iter_rows()))


def unique_names(named: list[tuple[str, str]]) -> dict[str, str]:
    """Make names different, also where a file system takes capitals and small letters for the same.

    named: (SHA-256, name), in the order in which names are given out.

    >>> unique_names([("aa", "a.csv"), ("bb", "A.csv"), ("cc", "b.csv")])
    {'aa': 'a.csv', 'bb': '2/A.csv', 'cc': 'b.csv'}
    """
    seen: dict[str, int] = {}
    found = {}
    for sha256, name in named:
        n = seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        found[sha256] = name if n == 1 else f"{n}/{name}"
    return found
