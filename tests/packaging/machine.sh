# Sourced by bash from the project's top: a Debian 12 machine with the packages on its disk, for an emulator. The caller has
# skip and die, and a folder $work of its own.

# machine_needs PROGRAM...: beside the emulator.
machine_needs() {
  local program
  [ "$(id -u)" -eq 0 ] || skip "this test needs root, for chroot"
  for program in mmdebstrap qemu-system-x86_64 mke2fs "$@"; do
    command -v "$program" >/dev/null || skip "no $program here (platform/install packaging machine)"
  done
  ls build/package/entre-kiosk_*.deb build/package/entre-hub_*.deb >/dev/null 2>&1 || die "no packages in build/package: run platform/package first"
}

# make_machine [PACKAGE...]: installs both packages and these in $root. in_root works there until machine_disk.
make_machine() {
  local base=build/package/machine.tar
  root=$work/root
  if [ ! -f "$base" ]; then
    echo "== A Debian machine"
    mmdebstrap --format=tar --variant=apt --skip=cleanup/apt/lists \
      --include=systemd,systemd-sysv,dbus,udev,xserver-xorg-core,xserver-xorg-input-libinput,xinit,linux-image-amd64,initramfs-tools,kmod,procps \
      bookworm "$base.new" >"$work/mmdebstrap.log" 2>&1 || { tail -3 "$work/mmdebstrap.log" >&2; rm -f "$base.new"; skip "no Debian root could be made: is a mirror reachable?"; }
    mv "$base.new" "$base"
  fi
  mkdir "$root"
  tar -xf "$base" -C "$root"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  apt-config dump | grep -E '^Acquire::(http|https|Retries)' >"$root/etc/apt/apt.conf.d/99host" || true
  mount --bind /proc "$root/proc" || skip "/proc cannot be mounted in a root here"
  echo "== Install"
  mkdir "$root/debs"
  cp build/package/entre-kiosk_*.deb build/package/entre-hub_*.deb "$root/debs/"
  in_root sh -c 'apt-get install -y --no-install-recommends "$@" /debs/*.deb' - "$@" >"$work/apt.log" 2>&1 || { tail -5 "$work/apt.log" >&2; die "apt-get install"; }
  in_root systemctl mask serial-getty@ttyS0.service >/dev/null 2>&1
}

in_root() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

# on_serial PROGRAM: is started with the machine, and what it says is on the first serial line.
on_serial() {
  install -m 755 "tests/packaging/$1" "$root/root/$1"
  cat >"$root/etc/systemd/system/$1.service" <<UNIT
[Service]
ExecStart=/root/$1
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS0
[Install]
WantedBy=multi-user.target
UNIT
  in_root systemctl enable "$1" >/dev/null 2>&1
}

machine_disk() {
  umount "$root/proc"
  truncate -s 3G "$work/disk.img"
  mke2fs -q -t ext4 -d "$root" "$work/disk.img"
  cp "$root"/boot/vmlinuz-* "$work/vmlinuz"
  cp "$root"/boot/initrd.img-* "$work/initrd"
}

# machine_gone: unmounts what make_machine has mounted, and removes $work.
machine_gone() {
  if mountpoint -q "${root:-/nowhere}/proc"; then umount "$root/proc"; fi
  rm -rf --one-file-system "$work"
}

# boot WORDS ARGUMENT...: becomes the emulator, with these words on the kernel's command line, until the machine is off. Its
# process id is in $work/emulator.pid.
boot() {
  local words=$1
  shift
  exec timeout 2400 qemu-system-x86_64 -accel tcg,thread=multi -smp 2 -m 1536 -kernel "$work/vmlinuz" -initrd "$work/initrd" \
    -append "root=/dev/vda rw edd=off console=ttyS0 loglevel=1 systemd.show_status=0 $words" -drive "file=$work/disk.img,if=virtio,format=raw" \
    -display none -nic none -no-reboot -pidfile "$work/emulator.pid" "$@"
}
