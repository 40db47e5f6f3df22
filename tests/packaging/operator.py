"""operator.py QMP_SOCKET SERIAL_LOG PICTURE: when the witness asks, takes a picture of the panel, strikes keys, swipes in from
the edges and plugs devices in."""
import json
import os
import socket
import sys
import time

CHORDS = [("ctrl", "alt", "f2"), ("alt", "f4"), ("ctrl", "alt", "backspace"), ("ctrl", "alt", "delete"), ("alt", "tab"),
          ("meta_l",), ("alt", "sysrq"), ("ctrl", "alt", "f3"), ("esc",), ("ctrl", "c"), ("ctrl", "q"), ("ctrl", "w"), ("f11",)]
# From each edge towards the middle, in the tablet's 0 to 32767.
SWIPES = [((x0, y0), (x1, y1)) for (x0, y0), (x1, y1) in
          [((16384, 0), (16384, 16384)), ((16384, 32767), (16384, 16384)), ((0, 16384), (16384, 16384)), ((32767, 16384), (16384, 16384))]]
PLUGGED = [("usb-kbd", {}), ("usb-mouse", {}), ("usb-tablet", {}), ("usb-storage", {"drive": "stick"})]


def has_picture(path):
    pixels = open(path, "rb").read().split(b"\n", 3)[3]
    return len({pixels[i:i + 3] for i in range(0, len(pixels) - 2, 3 * 97)}) > 16


def main(socket_path, log_path, picture):
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        if os.path.exists(log_path) and b"WITNESS asks for keys" in open(log_path, "rb").read():
            break
        time.sleep(0.5)
    else:
        return 1
    with socket.socket(socket.AF_UNIX) as wire:
        wire.connect(socket_path)
        lines = wire.makefile("rw")

        def ask(command, **arguments):
            lines.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
            lines.flush()
            while "return" not in (answer := json.loads(lines.readline())):
                if "error" in answer:
                    raise SystemExit(f"operator: {command}: {answer['error']['desc']}")

        lines.readline()
        ask("qmp_capabilities")
        # An emulated processor that others share may be late; what is black for a minute is black.
        for _ in range(30):
            ask("screendump", filename=os.path.abspath(picture))
            if has_picture(picture):
                break
            time.sleep(2)
        for chord in CHORDS:
            ask("send-key", keys=[{"type": "qcode", "data": key} for key in chord])
            time.sleep(0.3)

        def at(point):
            return [{"type": "abs", "data": {"axis": axis, "value": value}} for axis, value in zip("xy", point)]

        def button(is_down):
            return [{"type": "btn", "data": {"down": is_down, "button": "left"}}]

        for start, end in SWIPES:
            ask("input-send-event", events=at(start) + button(True))
            for step in range(1, 9):
                point = tuple(a + (b - a) * step // 8 for a, b in zip(start, end))
                ask("input-send-event", events=at(point))
                time.sleep(0.05)
            ask("input-send-event", events=button(False))
            time.sleep(0.3)
        for number, (driver, options) in enumerate(PLUGGED):
            ask("device_add", driver=driver, id=f"plugged{number}", **options)
            time.sleep(1)
        print(f"operator: {len(CHORDS)} key combinations, {len(SWIPES)} swipes from the edges, {len(PLUGGED)} devices plugged in")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
