#!/bin/sh
# Install the browser that the tests of reports open pages with, if it is missing and can be had.
# Without it those tests are skipped and say so.
set -u

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if ! command -v apt-get >/dev/null 2>&1; then
    echo "== no browser and no apt-get: the tests of pages in a browser will be skipped"
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "== no browser, and no right to install one: the tests of pages in a browser will be skipped"
    exit 0
fi
echo "== installing chromium for the tests of pages in a browser (a minute or two the first time)"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq >/dev/null 2>&1
$as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 ||
    echo "== chromium cannot be installed: the tests of pages in a browser will be skipped"
exit 0
