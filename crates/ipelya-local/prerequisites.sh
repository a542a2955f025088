#!/bin/sh
# Says what is missing before anything is built. What the stack can install by itself is not asked for here;
# ipelya-local checks the rest when it needs it. Exit code 1 when something is missing.

missing=0

# at_least WANTED FOUND: whether a dotted version is high enough, by its first two numbers.
at_least() {
  wanted_major=${1%%.*} wanted_minor=${1#*.}
  found_major=${2%%.*} found_rest=${2#*.}
  found_minor=${found_rest%%[!0-9]*}
  [ "$found_major" -gt "$wanted_major" ] 2>/dev/null && return 0
  [ "$found_major" -eq "$wanted_major" ] 2>/dev/null && [ "${found_minor:-0}" -ge "$wanted_minor" ]
}

# need NAME WANTED FOUND HINT
need() {
  if ! command -v "$1" >/dev/null 2>&1; then
    echo "missing: $1 $2 or later ($4)" >&2
    missing=1
  elif ! at_least "$2" "$3"; then
    echo "too old: $1 ${3:-of unknown version}, needed is $2 or later ($4)" >&2
    missing=1
  fi
}

version() { "$@" 2>/dev/null | sed -n 's/^[^0-9]*\([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1; }

need cargo 1.94 "$(version cargo --version)" "rustup update stable"
need node 20.0 "$(version node --version)" "https://nodejs.org"
need npm 9.0 "$(version npm --version)" "comes with Node.js"
if [ "$(uname -s)" != Darwin ]; then
  if ! command -v livekit-server >/dev/null 2>&1; then
    need go 1.26 "$(version go version)" "https://go.dev/dl, builds LiveKit; or put livekit-server on PATH"
  fi
  if ! command -v cargo-lambda >/dev/null 2>&1; then
    need python3 3.9 "$(version python3 --version)" "installs cargo-lambda; or put cargo-lambda on PATH"
    if command -v python3 >/dev/null 2>&1 && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
      echo "missing: Python's venv module (on Debian and Ubuntu: apt install python3-venv)" >&2
      missing=1
    fi
  fi
fi
if ! command -v cc >/dev/null 2>&1; then
  echo "missing: cc, a C compiler (on Debian and Ubuntu: apt install build-essential)" >&2
  missing=1
fi
exit $missing
