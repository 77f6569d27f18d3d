#!/bin/sh
# What `make setup` does: the system packages, then .venv with the packages that requirements.lock pins.
# Run again, it finds nothing to do and says nothing. PYTHON=... chooses the interpreter of a new .venv.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
stamp=$venv/.setup
case ${OS:-} in
  Windows_NT) python=$venv/Scripts/python ;;
  *) python=$venv/bin/python ;;
esac

# What the stamp must say: this lock file, installed at this place. Fails when .venv has no working Python and pip.
fingerprint() {
  "$python" - 2>/dev/null <<'END'
import hashlib, pathlib, sys
import pip
if sys.version_info < (3, 11):
    sys.exit(1)
print(hashlib.sha256(pathlib.Path("requirements.lock").read_bytes()).hexdigest(), pathlib.Path.cwd())
END
}

# The newest suitable Python outside any virtual environment; one that can make a .venv as it is goes first.
find_python() {
  for needs in "venv, ensurepip, ssl, sqlite3" "ssl, sqlite3"; do
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
      "$name" -c "import sys; sys.version_info < (3, 11) and sys.exit(1)
import $needs
print(sys._base_executable)" 2>/dev/null && return
    done
  done
  return 1
}

wanted=$(fingerprint) || wanted=
if [ -n "$wanted" ] && [ "$(cat $stamp 2>/dev/null)" = "$wanted" ]; then
  # A library may have gone since; where there is no apt to ask, once was enough.
  ! command -v dpkg-query >/dev/null || sh setup/system.sh
  exit 0
fi

# A virtual environment that was moved or copied still names its old place.
if [ -n "$wanted" ] && [ -f $stamp ] && [ "$(cut -d' ' -f2- $stamp)" != "$(echo "$wanted" | cut -d' ' -f2-)" ]; then
  wanted=
fi

if [ -n "$wanted" ]; then
  sh setup/system.sh
else
  base=$(find_python) || {
    found=$("${PYTHON:-python3}" --version 2>/dev/null) || found="not to be found"
    echo "Kaibo needs Python 3.11 or newer, and ${PYTHON:-python3} here is $found." >&2
    echo "Please install one, or name it: make setup PYTHON=/path/to/python3" >&2
    exit 1
  }
  # Debian keeps the part of Python that makes virtual environments in a package of its own.
  if "$base" -c "import ensurepip" 2>/dev/null; then
    sh setup/system.sh
  else
    sh setup/system.sh "$("$base" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
  fi
  echo "Making $venv with $("$base" --version)."
  rm -rf $venv
  "$base" -m venv $venv
  wanted=$(fingerprint) || { echo "The new $venv has no working pip." >&2; exit 1; }
fi

echo "Installing the packages that requirements.lock pins into $venv. The first time, this takes some minutes."
rm -f $stamp
"$python" -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
echo "$wanted" >$stamp
