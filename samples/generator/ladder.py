"""Speed -> SprintParameters: the athlete of `before` at four efforts, the arms late above a speed.

Step frequency, step length and stance force rise with speed, contact time falls. The thighs keep
their angles at each event and half a stride between them. Up to a known speed both arms keep their
phase against the thigh of the other side; above, they come later and later.

In flight it is the pelvis that falls freely, so the centre of mass falls faster than it should, by
how fast the limbs swing. The flatter swing of `before` keeps that near 1.5 g at the highest speed;
that of `after` would make it 2 g, which looks like a wrong clock.
"""

from dataclasses import replace

from samples.generator.parameters import BEFORE, SprintParameters

BREAK_MPS = 8.4
ARM_LAG_DEG_PER_MPS = 12.0
USUAL_ARM_LEG_PHASE_DEG = 5.7
FREQUENCY_GAIN_HZ_PER_MPS = 0.18


def arm_lag_deg(speed_mps: float) -> float:
    """By how much of a stride (360 degrees) the arms come later than at lower speed."""
    return ARM_LAG_DEG_PER_MPS * max(0.0, speed_mps - BREAK_MPS)


def rung(speed_mps: float, arm_lag_frac: float, first_touchdown_s: float) -> SprintParameters:
    """Take the athlete to another speed; the hips go equally far in a contact.

    Parameters
    ----------
    arm_lag_frac
        What brings the phase of the upper arms to the usual one less `arm_lag_deg`; the thighs'
        own phase in the stride shifts a little with speed.
    """
    faster_mps = speed_mps - BEFORE.speed_mps
    return replace(
        BEFORE,
        speed_mps=speed_mps,
        step_frequency_hz=round(
            BEFORE.step_frequency_hz + FREQUENCY_GAIN_HZ_PER_MPS * faster_mps, 3
        ),
        contact_time_s=round(BEFORE.contact_time_s * BEFORE.speed_mps / speed_mps, 5),
        arm_lag_frac=arm_lag_frac,
        first_touchdown_s=first_touchdown_s,
    )


LADDER = (
    rung(7.3, arm_lag_frac=0.07768, first_touchdown_s=0.066),
    rung(8.1, arm_lag_frac=0.07238, first_touchdown_s=0.042),
    rung(8.9, arm_lag_frac=0.08532, first_touchdown_s=0.074),
    rung(9.7, arm_lag_frac=0.10932, first_touchdown_s=0.078),
)
