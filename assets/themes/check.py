#!/usr/bin/env python3
"""Tells the contrast of each pair of roles that meets on screen, in every theme here. Exit code 1 when one is too low."""
import pathlib
import sys
import tomllib

TEXT, EDGE = 7.0, 3.0
PAIRS = [  # role, ground, least contrast
    *[(role, ground, TEXT) for role in ("ink", "secondary", "brand", "yes", "no") for ground in ("paper", "surface")],
    ("on_brand", "brand", TEXT), ("on_brand", "yes", TEXT), ("on_brand", "no", TEXT),
    ("on_tint", "tint", TEXT), ("brand", "tint", TEXT), ("on_sun", "sun", TEXT), ("disabled", "surface", TEXT),
    *[("edge", ground, EDGE) for ground in ("paper", "surface", "tint")],
    ("focus_inner", "focus_outer", EDGE),
]
ROLES = {role for pair in PAIRS for role in pair[:2]} | {"scrim"}


def luminance(color):  # WCAG 2.2, relative luminance
    parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(f * p for f, p in zip((0.2126, 0.7152, 0.0722), linear))


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def main():
    failed = False
    for path in sorted(pathlib.Path(__file__).parent.glob("*.toml")):
        theme = tomllib.loads(path.read_text("utf-8"))
        if set(theme) != ROLES:
            print(f"{path.name}: missing or unknown roles: {sorted(set(theme) ^ ROLES)}")
            failed = True
            continue
        for role, ground, least in PAIRS:
            value = contrast(theme[role], theme[ground])
            failed |= value < least
            print(f"{path.name:14} {role:12} on {ground:12} {value:5.1f}  {'ok' if value >= least else f'LOW, needs {least}'}")
        # One of the ring's two tones must show on any ground.
        for ground in ("paper", "surface", "brand", "tint", "yes", "no", "sun"):
            value = max(contrast(theme[tone], theme[ground]) for tone in ("focus_inner", "focus_outer"))
            failed |= value < EDGE
            print(f"{path.name:14} {'focus':12} on {ground:12} {value:5.1f}  {'ok' if value >= EDGE else 'LOW, needs 3.0'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
