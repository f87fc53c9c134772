#!/bin/sh
# Installs the Debian packages that the tests and documents need, if they are not there yet:
#   chromium          the browser tests open every page of the dashboard in it
#   fonts-noto-cjk    Chinese type for figures, screenshots and documents
#   poppler-utils     pdfsig, pdffonts and pdftoppm: the tests look at the PDF with another program
#   openssl           the tests make a certificate authority and a time stamp server that live for one run
# Only missing ones are installed, with apt-get, which needs root. Without root it says what to install and goes on;
# the browser tests are then skipped by name.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
[ -d /usr/share/fonts/opentype/noto ] || missing="$missing fonts-noto-cjk"
command -v pdfsig >/dev/null 2>&1 || missing="$missing poppler-utils"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Not installed:$missing. Install them with your package manager; until then some tests are skipped." >&2
    exit 0
fi
echo "Installing with apt-get:$missing" >&2
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
