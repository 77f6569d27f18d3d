#!/bin/sh
# shellcheck disable=SC2086  # the lists of packages are there to be split
# Installs, with apt, the system packages that are missing. Says what it installs; says nothing when all are there.
#
#   sh setup/system.sh [PACKAGE...]     the packages below, and those named
#
# The list was read off the libraries themselves: `objdump -p` on PySide6's QtGui, QtWidgets, QtNetwork,
# QtMultimedia, and its xcb, wayland and ffmpeg plugins.
set -eu

packages="
  libglib2.0-0 libdbus-1-3 libfontconfig1 libfreetype6
  libegl1 libgl1 libxkbcommon0
  libgssapi-krb5-2 libbrotli1
  libpulse0 libxext6 libxrandr2
  libx11-6 libx11-xcb1 libxkbcommon-x11-0 libxcb1 libxcb-cursor0 libxcb-glx0 libxcb-icccm4 libxcb-image0
  libxcb-keysyms1 libxcb-randr0 libxcb-render0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1
  libxcb-util1 libxcb-xfixes0 libxcb-xkb1
  libwayland-client0 libwayland-cursor0 libwayland-egl1
  xvfb fonts-noto-cjk
  $*"

case $(uname -s) in
  Linux) ;;
  *) echo "Kaibo needs no system packages here: on macOS and Windows, PySide6 brings all that Qt loads."; exit 0 ;;
esac
if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "There is no apt here, so please install what these Debian packages hold yourself:" $packages
  exit 0
fi

# Newer Debian and Ubuntu call some libraries NAMEt64; apt finds those by the old name.
installed=" $(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' | sed -n 's/^.i *//p' | tr '\n' ' ') "
missing=
for package in $packages; do
  case $installed in
    *" $package "* | *" ${package}t64 "*) ;;
    *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

as_root() { "$@"; }
if [ "$(id -u)" != 0 ]; then
  as_root() { sudo "$@"; }
  # Without a terminal nobody can type a password.
  if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then
    {
      echo "System packages are missing, and installing them takes root or sudo. Please have this run, then try again:"
      echo "  apt-get update && apt-get install -y --no-install-recommends$missing"
    } >&2
    exit 1
  fi
fi

# apt's own words are shown only when it fails. On a fresh system an automatic update may hold its lock for a while.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq "$@" >"$log" 2>&1 </dev/null
}
update() { echo "Refreshing apt's package lists."; apt update; }
install() { apt install -y --no-install-recommends $missing; }

fresh=
if ! ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; then
  update || true
  fresh=yes
fi
echo "Installing system packages:$missing"
# Lists that have gone stale name versions that are no longer offered.
install || { [ -z "$fresh" ] && update && install; } || {
  cat "$log" >&2
  echo "apt could not install the system packages, see above." >&2
  exit 1
}
