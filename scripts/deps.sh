#!/bin/sh
# Installs OpenBLAS where it is missing: apt on Debian and its relatives (with sudo when not root), brew on macOS.
set -eu

have_openblas() {
  if command -v pkg-config >/dev/null 2>&1 && pkg-config --exists openblas; then return 0; fi
  for library in /usr/lib/*/libopenblas.so /usr/lib/libopenblas.so /usr/lib64/libopenblas.so \
    /usr/local/lib/libopenblas.so /opt/homebrew/opt/openblas/lib/libopenblas.dylib \
    /usr/local/opt/openblas/lib/libopenblas.dylib; do
    [ -e "$library" ] && return 0
  done
  return 1
}

have_openblas && exit 0
if [ "$(uname -s)" = Darwin ]; then
  echo "Installing OpenBLAS with brew"
  exec brew install openblas
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "OpenBLAS is missing and there is no apt-get here: install its development package, then try again" >&2
  exit 1
fi
root=""
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null 2>&1 || { echo "OpenBLAS is missing: as root, run: apt-get install libopenblas-dev" >&2; exit 1; }
  root=sudo
fi
echo "Installing libopenblas-dev"
export DEBIAN_FRONTEND=noninteractive
$root apt-get install -y -q libopenblas-dev || { $root apt-get update -q && $root apt-get install -y -q libopenblas-dev; }
