"""Source key -> full reference, for every source that the registry of metrics names."""

from __future__ import annotations

SOURCES: dict[str, str] = {
    "bayne-2020": (
        "Bayne H, Donaldson B, Bezodis N. Inter-limb coordination during sprint acceleration. "
        "ISBS Proceedings 2020; 38: 114."
    ),
    "biomechanics-notes": (
        "aqvision's own method notes, docs/method.md: definitions, signs, event rules, kinogram "
        "moments and minimal detectable changes."
    ),
    "clark-2020": (
        "Clark KP, Meng CR, Stearne DJ. 'Whip from the hip': thigh angular motion, ground contact "
        "mechanics, and running speed. Biology Open 2020; 9: bio053546. doi 10.1242/bio.053546"
    ),
    "clark-2023": (
        "Clark KP, et al. Angular kinematics in top speed sprinting. Journal of Human Kinetics "
        "2023. doi 10.5114/jhk/159578"
    ),
    "clark-ryan-2022": (
        "Clark KP, Ryan LJ. Hip torque is a mechanistic link between sprint acceleration and "
        "maximum velocity performance: a theoretical perspective. Frontiers in Sports and Active "
        "Living 2022; 4. doi 10.3389/fspor.2022.945688"
    ),
    "dennison-vuemotion": (
        "Dennison, et al. Sprint measures from phone video against an optical timing system. "
        "doi 10.1177/17479541261436928"
    ),
    "exell-2017": (
        "Exell TA, Irwin G, Gittoes MJR, Kerwin DG. Strength and performance asymmetry during "
        "maximal velocity sprint running. Scandinavian Journal of Medicine & Science in Sports "
        "2017; 27: 1273-1282. doi 10.1111/sms.12759"
    ),
    "handsaker-2016": (
        "Handsaker JC, Forrester SE, Folland JP, Black MI, Allen SJ. A kinematic algorithm to "
        "identify gait events during running at different speeds and with different footstrike "
        "types. Journal of Biomechanics 2016; 49: 4128-4133."
    ),
    "hopkins": (
        "Hopkins WG. How to interpret changes in an athletic performance test. Sportscience 2004; "
        "8: 1-7."
    ),
    "lamoth-2002": (
        "Lamoth CJC, Beek PJ, Meijer OG. Pelvis-thorax coordination in the transverse plane during "
        "gait. Gait & Posture 2002; 16: 101-114. doi 10.1016/s0966-6362(01)00146-1"
    ),
    "lenthall-2024": (
        "Lenthall D, Brazil A, Castaño-Zambudio A, Lightfoot H, Mendiguchia J, Jiménez-Reyes P, "
        "Colyer SL. Lower-limb coordination changes following a 6-week training intervention that "
        "elicited enhancements to maximum velocity sprint performance. Biology Open 2024; 13 (9). "
        "doi 10.1242/bio.060589"
    ),
    "macadam-2018": (
        "Macadam P, Cronin JB, Uthoff AM, Johnston M, Knicker AJ. Role of arm mechanics during "
        "sprint running: a review of the literature and practical applications. Strength and "
        "Conditioning Journal 2018; 40 (5): 14-23."
    ),
    "miyashiro-2019": (
        "Miyashiro K, Nagahara R, Yamamoto K, Nishijima T. Kinematics of maximal speed sprinting "
        "with different running speed, leg length, and step characteristics. Frontiers in Sports "
        "and Active Living 2019; 1: 37. doi 10.3389/fspor.2019.00037"
    ),
    "nagahara-2014": (
        "Nagahara R, Matsubayashi T, Matsuo A, Zushi K. Kinematics of transition during human "
        "accelerated sprinting. Biology Open 2014; 3: 689-699. doi 10.1242/bio.20148284"
    ),
    "nagahara-2018": (
        "Nagahara R, Matsubayashi T, Matsuo A, Zushi K. Kinematics of the thorax and pelvis during "
        "accelerated sprinting. Journal of Sports Medicine and Physical Fitness 2018; 58: "
        "1253-1263. doi 10.23736/S0022-4707.17.07137-7"
    ),
    "pose-findings": (
        "aqvision's own method notes, docs/method.md: what a pose network can and cannot see in a "
        "sprint, found by changing a known motion and watching the reading."
    ),
}
