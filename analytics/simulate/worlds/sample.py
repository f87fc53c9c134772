"""The world `sample`: the small invented case committed as `sample_data/`."""

from pathlib import Path

from analytics.simulate.sample.coding import write_review
from analytics.simulate.sample.exports import write_exports
from analytics.simulate.sample.papers import write_case_toml, write_certificate, write_readme
from analytics.simulate.sample.story import tell
from analytics.simulate.sample.truth import write_truth
from analytics.simulate.world import Options, World


def _make(seed: int, _options: Options, out: Path) -> None:
    """exports/, certificates/, truth/, case.toml, review.jsonl and README.md."""
    story = tell(seed)
    exports, faults = write_exports(story, out / "exports")
    write_truth(story, exports, faults, out / "truth")
    write_case_toml(story, exports, out / "case.toml")
    write_review(story, out / "review.jsonl")
    write_certificate(exports, out / "certificates")
    write_readme(story, exports, faults, seed, out / "README.md")


WORLD = World("sample", "simulate.world_sample", False, _make)
