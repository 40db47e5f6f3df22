"""What the benchmarks share: a published site with a synced kiosk, a display, and what /proc tells of processes."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
from random import Random

TOP = pathlib.Path(__file__).resolve().parents[2]
BIN = TOP / "build/release"
KIOSK_ID = "6f1c0b52-6a0e-4d6e-9f2d-0d7c1f3a5b11"
SIZE = (1080, 1920)


def run(*argv, **options):
    """Its output; a command that fails ends the benchmark."""
    done = subprocess.run([str(a) for a in argv], capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{sys.argv[0]}: {argv[0]} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(*groups):
    """Installs the package groups and builds Release."""
    subprocess.run([TOP / "platform/install", "build", "run", "test", "bench", *groups], check=True)
    subprocess.run(["cmake", "--preset", "release", "-DENTRE_TESTS=ON"], cwd=TOP, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", "release"], cwd=TOP, check=True, stdout=subprocess.DEVNULL)


class World:
    """A published site, a hub and a synced kiosk home below one folder."""

    def __init__(self, folder, site=TOP / "assets/site"):
        self.home, release, keys = folder / "home", folder / "release", folder / "keys"
        self.home.mkdir()
        run(BIN / "kiosk-publish", "keys", keys, "--demo")
        run(BIN / "kiosk-publish", "build", site, "--keys", keys, "--out", release)
        shutil.copy(release / "metadata/1.root.json", self.home / "root.json")
        token = run(BIN / "kiosk-hub", "token", "add", "--db", folder / "hub.db", "--kiosk", KIOSK_ID, "--name", "Bench")
        (self.home / "token").write_text(token)
        self.hub = subprocess.Popen([BIN / "kiosk-hub", "serve", "--db", folder / "hub.db", "--release", release,
                                     "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        url = self.hub.stdout.readline().split()[-1]
        (self.home / "kiosk.toml").write_text(f'[kiosk]\nid = "{KIOSK_ID}"\ndemo = true\n[sync]\nurl = "{url}"\n')
        self.sync()

    def sync(self):
        run(BIN / "kiosk-sync", "--home", self.home, "--once")

    def close(self):
        self.hub.terminate()
        self.hub.wait()


def an_article():
    """The site's first page in Swedish: (front matter, text)."""
    return (TOP / "assets/site/pages/what-is-it.sv.md").read_text().split("+++")[1:3]


def text_of(paragraphs, seed="länet"):
    """Paragraphs of 80 words each."""
    words = " ".join("kunskapsområden" if word % 7 == 0 else seed for word in range(78))
    return "\n\n".join(f"Stycke {i} {words}" for i in range(paragraphs))


def add_page(site, name, title, text):
    front = an_article()[0].replace("Vad är smart specialisering?", title)
    (site / f"pages/{name}.sv.md").write_text(f"+++{front}+++\n\n{text}\n")


def visit_site(folder, groups=12, pages=12):
    """The site with groups of pages of words of their own, and with a page of 200 and one of 20,000 words."""
    site = folder / "visit-site"
    shutil.copytree(TOP / "assets/site", site)
    own = [word for word in an_article()[1].split() if word[0].isalpha()]
    added = {"sizes": {"short": text_of(2), "long": text_of(250)}}
    for group in range(groups):
        added[f"bench-{group}"] = texts = {}
        for page in range(pages):
            random = Random(group * pages + page)
            sections = ["## " + " ".join(random.sample(own, 4)) + "\n\n" + " ".join(random.choices(own, k=90)) for _ in range(4)]
            texts[f"bench-{group}-{page}"] = " ".join(random.choices(own, k=30)) + "\n\n" + "\n\n".join(sections)
    config = (site / "site.toml").read_text()
    for group, texts in added.items():
        for name, text in texts.items():
            add_page(site, name, f"Sidan {name}", text)
        config += f'\n[[group]]\nid = "{group}"\nicon = "compass"\npages = {json.dumps(list(texts))}\n[group.title]\nsv = "Gruppen {group}"\n'
    (site / "site.toml").write_text(config)
    return site


def start_x(folder):
    """Xvfb on a display number of its own choice, its pixels in folder/Xvfb_screen0: (process, DISPLAY)."""
    read_end, write_end = os.pipe()
    x = subprocess.Popen(["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-fbdir", folder,
                          "-nolisten", "tcp"], pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        return x, ":" + pipe.readline().strip()


def events(trace):
    """The events of a kiosk's --trace so far."""
    if not trace.exists():
        return []
    return [json.loads(line) for line in trace.read_text().splitlines() if line.endswith("}")]


def family(pid):
    """The process and all that descend from it."""
    parents = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            pass
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def pss_mib(pid):
    """Proportional memory of a process and its descendants."""
    kib = 0
    for one in family(pid):
        try:
            for line in pathlib.Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                kib += int(line.split()[1]) if line.startswith("Pss:") else 0
        except OSError:
            pass
    return kib / 1024


def on_processor(pid):
    """Of each thread of a process and its descendants so far: (ns on a processor, times put on one)."""
    threads = {}
    for one in family(pid):
        for stat in pathlib.Path(f"/proc/{one}/task").glob("*/schedstat"):
            try:
                spent, _, times = stat.read_text().split()
            except OSError:
                continue
            threads[stat.parent.name] = int(spent), int(times)
    return threads


def spent_since(before, pid):
    """Since on_processor() gave `before`, by the threads that are left: (seconds on a processor, times put on one)."""
    ns = times = 0
    for thread, now in on_processor(pid).items():
        then = before.get(thread, (0, 0))
        ns, times = ns + now[0] - then[0], times + now[1] - then[1]
    return ns / 1e9, times


def write_table(name, note, header, rows):
    """Puts a table between the page's markers of that name, and prints it."""
    table = "\n".join([f"| {' | '.join(header)} |", "| --- " * len(header) + "|"] + [f"| {' | '.join(row)} |" for row in rows])
    page = TOP / "docs/benchmarks.md"
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, rest = page.read_text().split(begin)
    page.write_text(f"{before}{begin}\n{note}\n\n{table}\n{end}{rest.split(end)[1]}")
    print(table)
