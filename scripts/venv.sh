#!/bin/sh
# Make .venv in the current folder with the first Python that is new enough; keep a sound one.
# Called by the Makefile. PYTHON names an interpreter to use instead of the search.
set -eu

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

if .venv/bin/python -c "$new_enough" 2>/dev/null && .venv/bin/python -m pip --version >/dev/null 2>&1; then
    exit 0
fi

python=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    # Run it: a name on the path may be a launcher for a version that is not installed.
    if "$candidate" -c "$new_enough" 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "standoff needs Python 3.11 or later; none of ${PYTHON:-python3, python3.13, python3.12, python3.11} is." >&2
    echo "On Debian 12 or later: apt-get install python3 python3-venv" >&2
    exit 1
fi
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')

# Debian ships venv without ensurepip unless a package of its own is installed.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package="python$version-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "== installing $package, which Python $version needs to create .venv"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null
    else
        echo "Python $version cannot create a virtual environment: the package $package is missing." >&2
        echo "Run: sudo apt-get install $package" >&2
        exit 1
    fi
fi

echo "== creating .venv with Python $version"
rm -rf .venv
"$python" -m venv .venv
