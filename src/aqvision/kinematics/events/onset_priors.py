"""How a foot lands and leaves -> what is known of its motion before a clip is seen.

Source: dorn-2012, biomechanics-notes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rise:
    """What is known of a rise before it is seen, in leg lengths and seconds.

    A rise is ``speed`` times past plus half ``acceleration`` times past squared. With ``onsets_s``
    it has no jump of speed: the speed grows evenly to ``speed`` within an onset, all of which
    compete. ``*_sd`` say how far the usual rise of a clip may differ, ``*_step_sd`` how far a
    step may differ from the usual one. ``drift_sd`` says how fast a resting point may creep.
    """

    speed: float
    speed_sd: float
    speed_step_sd: float
    acceleration: float = 0.0
    acceleration_sd: float = 0.0
    acceleration_step_sd: float = 0.0
    onsets_s: tuple[float, ...] = ()
    drift_sd: float = 0.25


# What is known before a clip is seen: from markers on a runner's feet (dorn-2012), wide enough for
# the rendered motions, on which mean and spread were settled.
# A landing toe falls with 0.9 to 2.1 m/s and gains speed like a leg that swings down.
LANDING = Rise(1.0, 0.5, 0.15, 70.0, 80.0, 10.0)
# Along the track it may come to rest from ahead or from behind. A sprinter's foot, drawn back from
# twice the running speed within 0.07 s, brakes with up to 300 m/s².
BRAKING = Rise(0.0, 1.0, 0.3, 0.0, 250.0, 30.0)
# A toe leaves with no force on it, so with no jump of speed: 40 m/s² for up to 50 ms.
LIFTING = Rise(1.5, 1.0, 0.25, onsets_s=(0.01, 0.02, 0.032))
# Along the ground it creeps and rolls over its tip before it leaves, and is then pulled forward, or
# not at all, as in a first step.
PULLING = Rise(2.0, 3.0, 0.5, onsets_s=(0.01, 0.02, 0.032), drift_sd=0.8)
