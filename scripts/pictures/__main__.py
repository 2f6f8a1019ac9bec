"""Command line -> docs/pictures/: one SVG a pillar, and how to film."""

from pathlib import Path

from scripts.pictures.filming import draw_frame, draw_mistakes, draw_place
from scripts.pictures.frontal import draw_frontal
from scripts.pictures.limbs import draw_arms, draw_push, draw_swing, draw_torso
from scripts.pictures.times import draw_balance, draw_steps, draw_together

PICTURES = {
    "push": draw_push,
    "swing": draw_swing,
    "arms": draw_arms,
    "torso": draw_torso,
    "together": draw_together,
    "balance": draw_balance,
    "steps": draw_steps,
    "frontal": draw_frontal,
    "filming-place": draw_place,
    "filming-frame": draw_frame,
    "filming-mistakes": draw_mistakes,
}


def main() -> None:
    """Draw every picture anew."""
    folder = Path(__file__).parents[2] / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    for name, draw in PICTURES.items():
        (folder / f"{name}.svg").write_text(draw().svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
