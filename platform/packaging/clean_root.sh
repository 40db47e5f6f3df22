# Sourced by bash from the project's top: the clean Debian 12 root that packages are tested in and sticks are made for.
suite=bookworm

make_clean_base() {
  local base=$1
  [ ! -f "$base" ] || return 0
  command -v mmdebstrap >/dev/null || { echo "no mmdebstrap here (platform/install packaging)" >&2; return 1; }
  echo "== A clean Debian root ($suite)"
  mmdebstrap --format=tar --variant=apt --skip=cleanup/apt/lists "$suite" "$base.new" >"$base.log" 2>&1 || {
    tail -3 "$base.log" >&2
    rm -f "$base.new"
    echo "no Debian root could be made: is a mirror reachable?" >&2
    return 1
  }
  mv "$base.new" "$base"
}

# clean_root ROOT: unpacks one there, with /proc and this machine's way to a mirror. It is made once, and kept as
# build/package/root-bookworm.tar. Fails, and says why, where none can be made.
clean_root() {
  local base=build/package/root-$suite.tar
  root=$1
  [ "$(id -u)" -eq 0 ] || { echo "a clean Debian root can be made by root only, for chroot" >&2; return 1; }
  mkdir -p build/package
  # Two that run at the same time make one.
  { flock 9 && make_clean_base "$base"; } 9>"$base.lock" || return 1
  mkdir -p "$root" && tar -xf "$base" -C "$root" || return 1
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  mkdir -p "$root/etc/apt/apt.conf.d"
  apt-config dump | grep -E '^Acquire::(http|https|Retries)' >"$root/etc/apt/apt.conf.d/99host" || true
  # It outlives no power cut.
  echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe"
  mount --bind /proc "$root/proc" 2>/dev/null || { echo "/proc cannot be mounted in a root here" >&2; return 1; }
}

in_root() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

# clean_root_gone: unmounts what clean_root has mounted; before the folder is removed.
clean_root_gone() { if mountpoint -q "${root:-/nowhere}/proc"; then umount "$root/proc"; fi; }

# reversion DEB VERSION FOLDER [COMMAND...]: the same package under another version, in FOLDER; the command changes it
# before, and is given the folder in which it lies open.
reversion() {
  local deb=$1 version=$2 folder=$3 unpacked
  shift 3
  unpacked=$(mktemp -d)
  dpkg-deb -R "$deb" "$unpacked"
  sed -i "s/^Version: .*/Version: $version/" "$unpacked/DEBIAN/control"
  [ $# -eq 0 ] || "$@" "$unpacked"
  dpkg-deb -b "$unpacked" "$folder/$(dpkg-deb -f "$deb" Package)_${version}_$(dpkg-deb -f "$deb" Architecture).deb" >/dev/null
  rm -rf "$unpacked"
}
