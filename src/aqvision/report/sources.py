"""Metrics -> references: what each quantity of a report rests on, in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aqvision.core.wording import _
from aqvision.kinematics.metrics.registry import Evidence, Metric

SOURCES: dict[str, str] = {
    "arsac-2002": (
        "Arsac LM, Locatelli E. Modeling the energetics of 100-m running by using speed curves "
        "of world champions. Journal of Applied Physiology 2002; 92: 1781-1788. doi "
        "10.1152/japplphysiol.00754.2001"
    ),
    "bayne-2020": (
        "Bayne H, Donaldson B, Bezodis N. Inter-limb coordination during sprint "
        "acceleration. ISBS Proceedings Archive 2020; 38 (1): 114."
    ),
    "benjamini-hochberg-1995": (
        "Benjamini Y, Hochberg Y. Controlling the false discovery rate: a practical and "
        "powerful approach to multiple testing. Journal of the Royal Statistical Society, "
        "Series B 1995; 57: 289-300."
    ),
    "clark-2020": (
        "Clark KP, Meng CR, Stearne DJ. 'Whip from the hip': thigh angular motion, ground "
        "contact mechanics, and running speed. Biology Open 2020; 9: bio053546. doi "
        "10.1242/bio.053546"
    ),
    "clark-2023": (
        "Clark K, Ryan L, Meng C, Stearne D. Horizontal foot speed during submaximal and "
        "maximal running. Journal of Human Kinetics 2023; 87: 1-9. doi 10.5114/jhk/159578"
    ),
    "clark-ryan-2022": (
        "Clark KP, Ryan LJ. Hip torque is a mechanistic link between sprint acceleration and "
        "maximum velocity performance: a theoretical perspective. Frontiers in Sports and "
        "Active Living 2022; 4: 945688. doi 10.3389/fspor.2022.945688"
    ),
    "definition": _(
        "Definitions of terms: what is measured follows from its words, and rests on no study."
    ),
    "dennison-2026": (
        "Dennison et al. Agreement of a markerless phone system (VueMotion, 60 frames/s) "
        "with OptoJump in flying sprints (our description, not the title). International "
        "Journal of Sports Science & Coaching 2026. doi 10.1177/17479541261436928"
    ),
    "exell-2017": (
        "Exell TA, Irwin G, Gittoes MJR, Kerwin DG. Strength and performance asymmetry "
        "during maximal velocity sprint running. Scandinavian Journal of Medicine & Science "
        "in Sports 2017; 27: 1273-1282. doi 10.1111/sms.12759"
    ),
    "girard-2016": (
        "Girard O, Brocherie F, Morin JB, Millet GP. Intrasession and intersession reliability "
        "of running mechanics during treadmill sprints. International Journal of Sports "
        "Physiology and Performance 2016; 11 (4): 432-439. doi 10.1123/ijspp.2015-0145"
    ),
    "handsaker-2016": (
        "Handsaker JC, Forrester S, Folland J, Black M, Allen S. A kinematic algorithm to "
        "identify gait events during running at different speeds and with different "
        "footstrike types. Journal of Biomechanics 2016; 49: 4128-4133."
    ),
    "herr-2008": (
        "Herr H, Popovic M. Angular momentum in human walking. Journal of Experimental Biology "
        "2008; 211: 467-481. doi 10.1242/jeb.008573"
    ),
    "hinrichs-1987": (
        "Hinrichs RN. Upper extremity function in running. II: Angular momentum considerations. "
        "International Journal of Sport Biomechanics 1987; 3 (3): 242-263."
    ),
    "hopkins-2004": (
        "Hopkins WG. How to interpret changes in an athletic performance test. Sportscience "
        "2004; 8: 1-7."
    ),
    "jovanovic-2022": (
        "Jovanovic M, Vescovi JD. shorts: an R package for modeling short sprints. International "
        "Journal of Strength and Conditioning 2022; 2 (1). doi 10.47206/ijsc.v2i1.74"
    ),
    "lakens-2017": (
        "Lakens D. Equivalence tests: a practical primer for t tests, correlations, and "
        "meta-analyses. Social Psychological and Personality Science 2017; 8 (4): 355-362. doi "
        "10.1177/1948550617697177"
    ),
    "lamoth-2002": (
        "Lamoth CJC, Beek PJ, Meijer OG. Pelvis-thorax coordination in the transverse plane "
        "during gait. Gait & Posture 2002; 16 (2): 101-114. doi "
        "10.1016/s0966-6362(01)00146-1"
    ),
    "lenthall-2024": (
        "Lenthall D, Brazil A, Castaño-Zambudio A, Lightfoot H, Mendiguchia J, Jiménez-Reyes "
        "P, Colyer SL. Lower-limb coordination changes following a 6-week training "
        "intervention that elicited enhancements to maximum velocity sprint performance. "
        "Biology Open 2024; 13 (9). doi 10.1242/bio.060589"
    ),
    "macadam-2018": (
        "Macadam P, Cronin JB, Uthoff AM, Johnston M, Knicker AJ. Role of arm mechanics "
        "during sprint running: a review of the literature and practical applications. "
        "Strength and Conditioning Journal 2018; 40 (5): 14-23. doi "
        "10.1519/SSC.0000000000000391"
    ),
    "mann-2011": ("Mann RV. The Mechanics of Sprinting and Hurdling. CreateSpace, 2011."),
    "mcmillan-2018": ("McMillan S, Pfaff D. The ALTIS Kinogram Method. ALTIS, 2018."),
    "measured-frontal": _(
        "Our own measurement: step width, hands and sway on rendered runs of known motion, "
        "in docs/accuracy.md under 'Seen from the front and from behind'."
    ),
    "measured-thorax": _(
        "Our own measurement: the turn of the shoulder line on rendered runs of known "
        "motion, in docs/accuracy.md under 'Thorax rotation: what the shoulder line shows'."
    ),
    "miyashiro-2019": (
        "Miyashiro K, Nagahara R, Yamamoto K, Nishijima T. Kinematics of maximal speed "
        "sprinting with different running speed, leg length, and step characteristics. "
        "Frontiers in Sports and Active Living 2019; 1: 37. doi 10.3389/fspor.2019.00037"
    ),
    "morin-2005": (
        "Morin JB, Dalleau G, Kyröläinen H, Jeannin T, Belli A. A simple method for "
        "measuring stiffness during running. Journal of Applied Biomechanics 2005; 21 (2): "
        "167-180. doi 10.1123/jab.21.2.167"
    ),
    "nagahara-2014": (
        "Nagahara R, Matsubayashi T, Matsuo A, Zushi K. Kinematics of transition during "
        "human accelerated sprinting. Biology Open 2014; 3: 689-699. doi "
        "10.1242/bio.20148284"
    ),
    "nagahara-2018": (
        "Nagahara R, Matsubayashi T, Matsuo A, Zushi K. Kinematics of the thorax and pelvis "
        "during accelerated sprinting. Journal of Sports Medicine and Physical Fitness 2018; "
        "58: 1253-1263. doi 10.23736/S0022-4707.17.07137-7"
    ),
    "samozino-2016": (
        "Samozino P, Rabita G, Dorel S, Slawinski J, Peyrot N, Saez de Villarreal E, Morin JB. A "
        "simple method for measuring power, force, velocity properties, and mechanical "
        "effectiveness in sprint running. Scandinavian Journal of Medicine & Science in Sports "
        "2016; 26 (6): 648-658. doi 10.1111/sms.12490"
    ),
    "satterthwaite-1946": (
        "Satterthwaite FE. An approximate distribution of estimates of variance components. "
        "Biometrics Bulletin 1946; 2 (6): 110-114."
    ),
    "schubert-kirchner-2014": (
        "Schubert P, Kirchner M. Ellipse area calculations and their applicability in "
        "posturography. Gait & Posture 2014; 39 (1): 518-522. doi 10.1016/j.gaitpost.2013.09.001"
    ),
    "sen-1968": (
        "Sen PK. Estimates of the regression coefficient based on Kendall's tau. Journal of the "
        "American Statistical Association 1968; 63 (324): 1379-1389."
    ),
    "smyth-2004": (
        "Smyth GK. Linear models and empirical Bayes methods for assessing differential "
        "expression in microarray experiments. Statistical Applications in Genetics and "
        "Molecular Biology 2004; 3: Article 3. doi 10.2202/1544-6115.1027"
    ),
    "weyand-2000": (
        "Weyand PG, Sternlight DB, Bellizzi MJ, Wright S. Faster top running speeds are "
        "achieved with greater ground forces not more rapid leg movements. Journal of "
        "Applied Physiology 2000; 89: 1991-1999. doi 10.1152/jappl.2000.89.5.1991"
    ),
    "winter-2009": (
        "Winter DA. Biomechanics and Motor Control of Human Movement, 4th edition. Wiley, 2009."
    ),
}
"""Key in docs/sources.md -> full reference, for what the registry names and verdicts rest on."""

VERDICT_SOURCES = {
    "benjamini-hochberg-1995": _("how many changes among many quantities are chance"),
    "girard-2016": _("how far runs and days differ"),
    "hopkins-2004": _("when a change is called one"),
    "lakens-2017": _("when no change is found"),
    "satterthwaite-1946": _("intervals of changes"),
    "smyth-2004": _("intervals of changes from few clips"),
}
"""Key in docs/sources.md -> what of the rule rests on it by which a change is called one."""

FORCE_SOURCES = {
    "arsac-2002": _("how the air holds a runner back"),
    "jovanovic-2022": _("when a sprint began on the clock"),
    "morin-2005": _("the leg as a spring"),
    "samozino-2016": _("the force-velocity profile"),
}
"""Key in docs/sources.md -> what of a report's numbers on force rests on it."""
HOLD_SOURCES = {
    "schubert-kirchner-2014": _("area of sway"),
    "sen-1968": _("drift"),
    "winter-2009": _("filter and scale"),
}
"""Key in docs/sources.md -> what of a hold rests on it."""

_NO_PAPERS = ("measured-", "definition")


@dataclass(frozen=True, slots=True)
class Reference:
    """A source in full, and the labels of what rests on it: read in it, or only remembered."""

    text: str
    read: tuple[str, ...]
    remembered: tuple[str, ...]


def references(metrics: Iterable[Metric], *, verdict: bool, force: bool = False) -> list[Reference]:
    """List the sources of some metrics: papers by author, then what we measured or defined.

    Parameters
    ----------
    metrics
        What a page shows.
    verdict
        The page calls changes: the sources of that rule are listed too.
    force
        The page tells of force.

    Returns
    -------
    list of Reference
        Each source once, with the labels of its metrics in the order of the registry.
    """
    shown = tuple(metrics)
    other = {**(VERDICT_SOURCES if verdict else {}), **(FORCE_SOURCES if force else {})}
    keys = {metric.source for metric in shown} | set(other)
    ordered = sorted(keys, key=lambda key: (key.startswith(_NO_PAPERS), SOURCES[key]))
    return [_reference(key, shown, other) for key in ordered]


def _reference(key: str, metrics: tuple[Metric, ...], other: Mapping[str, str]) -> Reference:
    resting = [metric for metric in metrics if metric.source == key]
    read = [m.label for m in resting if m.evidence != Evidence.REMEMBERED]
    remembered = [m.label for m in resting if m.evidence == Evidence.REMEMBERED]
    rests = [other[key]] if key in other else []
    return Reference(SOURCES[key], (*rests, *read), tuple(remembered))
