"""Source key -> full reference, for every source that the registry of metrics names."""

from __future__ import annotations

_OWN = "aqvision, docs/method.md: "

SOURCES: dict[str, str] = {
    "bayne-2020": (
        "Bayne H, et al. Thigh coordination in sprinting: in-phase and anti-phase shares. "
        "ISBS Proceedings 2020; 38: 114."
    ),
    "biomechanics-notes": _OWN + "definitions, signs, event rules and smallest believable changes.",
    "clark-2020": ("Clark KP, et al. Thigh motion and top speed. Biology Open 2020; bio.053546."),
    "clark-2023": (
        "Clark KP, et al. Thigh retraction before touchdown. Journal of Human Kinetics 2023; "
        "doi 10.5114/jhk/159578."
    ),
    "clark-ryan-2022": (
        "Clark KP, Ryan LJ, et al. Hip-driven thigh motion in faster and slower sprinters; "
        "98 athletes, thigh range, mean angular velocity and peak angular acceleration."
    ),
    "dennison-vuemotion": (
        "Dennison, et al. Phone video at 60 frames/s against an optical system: step times, step "
        "length and speed. doi 10.1177/17479541261436928."
    ),
    "handsaker-2016": (
        "Handsaker JC, et al. Touchdown and toe-off in sprinting from kinematics, 2016."
    ),
    "hopkins": (
        "Hopkins WG. How to interpret changes in an athletic performance test; notes on typical "
        "error and the smallest worthwhile change. Sportscience."
    ),
    "lamoth-2002": (
        "Lamoth CJC, et al. Pelvis-thorax coordination in the transverse plane. Gait & Posture "
        "2002; doi 10.1016/s0966-6362(01)00146-1."
    ),
    "macadam-2018": "Macadam P, et al. Role of arm mechanics during sprint running: a review, 2018.",
    "miyashiro-2019": (
        "Miyashiro K, et al. Swing leg and knee motion at maximal speed. Frontiers in Sports and "
        "Active Living 2019; doi 10.3389/fspor.2019.00037."
    ),
    "nagahara-2014": (
        "Nagahara R, et al. Kinematics of transition during human accelerated sprinting. Biology "
        "Open 2014; doi 10.1242/bio.20148284."
    ),
    "nagahara-2018": (
        "Nagahara R, et al. Trunk and pelvis kinematics in accelerated sprinting, 2018; "
        "doi 10.23736/S0022-4707.17.07137-7."
    ),
    "pose-findings": _OWN
    + "what a pose network can and cannot see in a sprint; known-dose trials.",
}


def reference(key: str) -> str:
    """Give the full reference of a source key.

    Raises
    ------
    KeyError
        The key is not listed.
    """
    return SOURCES[key]
