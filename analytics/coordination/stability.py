"""S7: does a finding survive when a fifth of the posts is left out, again and again?"""

import numpy as np

from analytics.coordination.acts import Floats
from analytics.coordination.examine import Material, examine_part
from analytics.coordination.grades import DISPATCH_MAX, MEMBERS_MIN, Judged

SAMPLES = 50
KEPT = 0.8
SOURCES_MIN = 2  # Three sources of the whole, scaled to what is kept.
GROUP_MIN = 0.9  # Of the samples, in which four members or more stand together.
# Of the samples, in which the member itself stands: an account with few tasks loses one in most samples.
MEMBER_MIN = 0.5
SEED = 20_230_925


def stability(material: Material, judged: Judged, stands: tuple[float, float]) -> tuple[Floats, float]:
    """(share of 50 samples of 80 % of the posts in which each member stands, share in which four or more do).

    In a sample a member stands with 80 % of the ln e it needs in the whole, text shared on two or more
    sources' posts, and a group that arrives together. Fixed seed: the same case gives the same shares.
    """
    rng = np.random.default_rng(SEED)
    needed = KEPT * np.where(judged.text, *stands)
    held, together_n = np.zeros(len(needed)), 0
    for _ in range(SAMPLES):
        x = examine_part(material, judged.examined, rng.random(material.acts.objects_n) < KEPT)
        together = len(x.dispatch) >= SOURCES_MIN and float(np.median(x.dispatch)) <= DISPATCH_MAX
        text = np.array([len(s) >= SOURCES_MIN for s in x.text_sources])
        stand = together & text & (x.ln_e >= needed)
        held += stand
        together_n += int(stand.sum()) >= MEMBERS_MIN
    return held / SAMPLES, together_n / SAMPLES
