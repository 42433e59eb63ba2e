"""Silhouettes of people at work: joints in units of a body's height, feet at (0, 0)."""

from dataclasses import dataclass

from newsroom.demo.artwork.pen import Pen, Point


@dataclass(frozen=True)
class Pose:
    """Arms are (elbow, hand), legs (knee, foot); y is negative upwards."""

    head: Point
    neck: Point
    hip: Point
    arms: tuple[tuple[Point, Point], tuple[Point, Point]]
    legs: tuple[tuple[Point, Point], tuple[Point, Point]]
    broad: float = 0.085


STAND = Pose(
    (0, -0.925), (0, -0.82), (0, -0.49),
    (((-0.135, -0.63), (-0.125, -0.46)), ((0.135, -0.63), (0.125, -0.46))),
    (((-0.055, -0.26), (-0.065, -0.015)), ((0.055, -0.26), (0.07, -0.015))),
)  # fmt: skip
WALK = Pose(
    (0.02, -0.92), (0.01, -0.82), (0, -0.49),
    (((-0.08, -0.65), (-0.11, -0.5)), ((0.075, -0.66), (0.13, -0.53))),
    (((0.085, -0.27), (0.14, -0.015)), ((-0.045, -0.25), (-0.16, -0.03))),
    broad=0.07,
)  # fmt: skip
RUN = Pose(
    (0.11, -0.92), (0.07, -0.82), (0, -0.5),
    (((-0.07, -0.67), (-0.02, -0.55)), ((0.13, -0.66), (0.23, -0.72))),
    (((0.15, -0.38), (0.13, -0.16)), ((-0.08, -0.28), (-0.27, -0.2))),
    broad=0.06,
)  # fmt: skip
RUN_LAND = Pose(
    (0.09, -0.92), (0.06, -0.82), (0, -0.5),
    (((0.1, -0.64), (0.16, -0.52)), ((-0.06, -0.66), (-0.12, -0.74))),
    (((0.1, -0.27), (0.14, -0.01)), ((-0.04, -0.28), (-0.22, -0.33))),
    broad=0.06,
)  # fmt: skip
POINT_UP = Pose(
    (0, -0.925), (0, -0.82), (0, -0.49),
    (((-0.12, -0.66), (-0.06, -0.54)), ((0.14, -0.86), (0.2, -1.02))),
    (((-0.06, -0.26), (-0.08, -0.015)), ((0.055, -0.26), (0.07, -0.015))),
)  # fmt: skip
CROUCH = Pose(
    (0.2, -0.6), (0.13, -0.53), (-0.08, -0.28),
    (((0.17, -0.35), (0.33, -0.33)), ((0.22, -0.37), (0.36, -0.35))),
    (((0.16, -0.27), (0.06, -0.015)), ((0.05, -0.1), (-0.15, -0.02))),
    broad=0.08,
)  # fmt: skip
CLIMB = Pose(
    (0.0, -0.9), (0, -0.8), (0, -0.48),
    (((-0.12, -0.85), (-0.07, -1.0)), ((0.13, -0.72), (0.07, -0.86))),
    (((-0.09, -0.33), (-0.06, -0.16)), ((0.06, -0.25), (0.06, -0.0))),
)  # fmt: skip
SIT = Pose(
    (0.03, -0.72), (0.02, -0.62), (-0.02, -0.3),
    (((0.05, -0.43), (0.17, -0.4)), ((0.08, -0.43), (0.2, -0.41))),
    (((0.19, -0.29), (0.19, -0.02)), ((0.17, -0.28), (0.15, -0.02))),
    broad=0.07,
)  # fmt: skip
READ = Pose(
    (0.03, -0.9), (0, -0.81), (0, -0.49),
    (((-0.09, -0.63), (0.05, -0.66)), ((0.11, -0.63), (0.13, -0.69))),
    (((-0.045, -0.26), (-0.06, -0.015)), ((0.05, -0.26), (0.06, -0.015))),
    broad=0.09,
)  # fmt: skip


def person(
    pen: Pen, x: float, y: float, tall: float, pose: Pose, flip: bool = False,
    helmet: bool = False, coat: bool = False,
) -> None:  # fmt: skip
    """Draw one person whose feet are at (x, y); facing right, or left when flipped."""
    side = -1 if flip else 1

    def at(point: Point) -> Point:
        return x + point[0] * tall * side, y + point[1] * tall

    neck, hip = pose.neck, pose.hip
    spread = pose.broad
    shoulders = ((neck[0] - spread, neck[1] + 0.035), (neck[0] + spread, neck[1] + 0.035))
    hips = ((hip[0] - spread * 0.62, hip[1]), (hip[0] + spread * 0.62, hip[1]))
    for (knee, foot), start in zip(pose.legs, hips, strict=True):
        inner = (start[0] * 0.75 + hip[0] * 0.25, start[1])
        pen.limb(at(inner), at(knee), tall * 0.098, tall * 0.076)
        pen.limb(at(knee), at(foot), tall * 0.076, tall * 0.056)
        toe = (foot[0] + (0.055 if spread < 0.09 else 0.012 * (1 if foot[0] > 0 else -1)), foot[1])
        pen.limb(at(foot), at(toe), tall * 0.052, tall * 0.04)
    pen.shape(at(shoulders[0]), at(shoulders[1]), at(hips[1]), at(hips[0]))
    pen.limb(at(shoulders[0]), at(hips[0]), tall * 0.07, tall * 0.078)
    pen.limb(at(shoulders[1]), at(hips[1]), tall * 0.07, tall * 0.078)
    pen.limb(at(shoulders[0]), at(shoulders[1]), tall * 0.072, tall * 0.072)
    pen.shape(at((neck[0], neck[1] - 0.055)), at(shoulders[0]), at(shoulders[1]))
    if coat:
        hem = hip[1] + 0.16
        pen.shape(
            at(hips[0]), at(hips[1]), at((hip[0] + spread * 1.25, hem)),
            at((hip[0] - spread * 1.25, hem)),
        )  # fmt: skip
        pen.limb(at(hips[0]), at((hip[0] - spread * 1.05, hem)), tall * 0.07, tall * 0.05)
        pen.limb(at(hips[1]), at((hip[0] + spread * 1.05, hem)), tall * 0.07, tall * 0.05)
    for (elbow, hand), start in zip(pose.arms, shoulders, strict=True):
        pen.limb(at(start), at(elbow), tall * 0.068, tall * 0.055)
        pen.limb(at(elbow), at(hand), tall * 0.055, tall * 0.042)
    pen.limb(at(neck), at(pose.head), tall * 0.062, tall * 0.062)
    head_x, head_y = at(pose.head)
    pen.disc(head_x, head_y, tall * 0.053, tall * 0.064)
    if helmet:
        ahead = side * tall * (0.02 if pose.broad < 0.08 else 0)
        crown = head_y - tall * 0.018
        pen.dome(head_x, crown, tall * 0.067, tall * 0.062)
        pen.box(head_x - tall * 0.078 + ahead, crown - tall * 0.008, tall * 0.156, tall * 0.02, 3)
