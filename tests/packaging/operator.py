"""operator.py QMP_SOCKET ANSWERS_SOCKET SERIAL_LOG PICTURES_FOLDER: when the witness asks, takes a picture of the panel, strikes
keys, swipes in from the edges and plugs devices in; then says on the second serial line that it is done."""
import json
import os
import re
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


class Machine:
    """What can be done to the emulated machine from outside."""

    def __init__(self, wire):
        self.lines = wire.makefile("rw")
        self.lines.readline()
        self.ask("qmp_capabilities")

    def ask(self, command, **arguments):
        self.lines.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.lines.flush()
        while "return" not in (answer := json.loads(self.lines.readline())):
            if "error" in answer:
                raise SystemExit(f"operator: {command}: {answer['error']['desc']}")

    def picture(self, path):
        # An emulated processor that others share may be late; what is black for a minute is black.
        for _ in range(30):
            self.ask("screendump", filename=os.path.abspath(path))
            if has_picture(path):
                break
            time.sleep(2)

    def strike(self):
        for chord in CHORDS:
            self.ask("send-key", keys=[{"type": "qcode", "data": key} for key in chord])
            time.sleep(0.3)

    def swipe(self):
        def point(at):
            return [{"type": "abs", "data": {"axis": axis, "value": value}} for axis, value in zip("xy", at)]

        def button(is_down):
            return [{"type": "btn", "data": {"down": is_down, "button": "left"}}]

        for start, end in SWIPES:
            self.ask("input-send-event", events=point(start) + button(True))
            for step in range(1, 9):
                self.ask("input-send-event", events=point(tuple(a + (b - a) * step // 8 for a, b in zip(start, end))))
                time.sleep(0.05)
            self.ask("input-send-event", events=button(False))
            time.sleep(0.3)

    def plug(self, devices):
        for number, (driver, options) in enumerate(devices):
            self.ask("device_add", driver=driver, id=f"plugged{number}{driver}{options.get('drive', '')}", **options)
            time.sleep(1)


def wishes(log_path, deadline):
    """Yields each thing that the witness asks for, as it does, until the machine is off."""
    told = 0
    while time.monotonic() < deadline:
        log = open(log_path, "rb").read() if os.path.exists(log_path) else b""
        asked = re.findall(rb"^WITNESS asks for (.*?)\r?\n", log, re.MULTILINE)
        if len(asked) > told:
            yield asked[told].decode()
            told += 1
        elif b"reboot: Power down" in log:
            return
        else:
            time.sleep(0.5)


def main(socket_path, answers_path, log_path, pictures):
    with socket.socket(socket.AF_UNIX) as wire, socket.socket(socket.AF_UNIX) as answers:
        deadline = time.monotonic() + 2400
        for other, path in ((wire, socket_path), (answers, answers_path)):
            while not os.path.exists(path) and time.monotonic() < deadline:
                time.sleep(0.1)
            other.connect(path)
        machine = Machine(wire)
        for wish in wishes(log_path, deadline):
            if wish.startswith("a picture "):
                machine.picture(os.path.join(pictures, wish.removeprefix("a picture ") + ".ppm"))
            elif wish == "the stick with an update":
                machine.plug([("usb-storage", {"drive": "update"})])
            else:
                machine.strike()
                machine.swipe()
                # A device can be plugged in once.
                devices = PLUGGED if wish == "keys" else []
                machine.plug(devices)
                print(f"operator: {len(CHORDS)} key combinations, {len(SWIPES)} swipes from the edges, {len(devices)} devices plugged in")
            answers.sendall(b"done\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
