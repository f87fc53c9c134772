"""S7: does a finding survive when a fifth of the posts is left out, again and again?"""

import numpy as np

from analytics.coordination.acts import Floats
from analytics.coordination.examine import Material, examine_part
from analytics.coordination.grades import Judged

SEED = 20_230_925


def stability(material: Material, judged: Judged, stands: tuple[float, float]) -> tuple[Floats, float]:
    """(share of 50 samples of 80 % of the posts in which each member stands, share in which four or more do).

    In a sample a member stands with 80 % of the ln e it needs in the whole, text shared on two or more
    sources' posts, and a group that arrives together. Fixed seed: the same case gives the same shares.
    """
    limits, grades = material.limits.repeats, material.limits.grades
    rng = np.random.default_rng(SEED)
    needed = limits.kept_share * np.where(judged.text, *stands)
    held, together_n = np.zeros(len(needed)), 0
    for _ in range(limits.samples_n):
        x = examine_part(material, judged.examined, rng.random(material.acts.objects_n) < limits.kept_share)
        together = (
            len(x.dispatch) >= limits.kept_sources_min
            and float(np.median(x.dispatch)) <= grades.arrival_ratio_max
        )
        text = np.array([len(s) >= limits.kept_sources_min for s in x.text_sources])
        stand = together & text & (x.ln_e >= needed)
        held += stand
        together_n += int(stand.sum()) >= grades.members_min
    return held / limits.samples_n, together_n / limits.samples_n
