#!/bin/sh
# Installs the Debian packages that the tests and documents need, if they are not there yet:
#   chromium          the browser tests open every page of the dashboard in it
#   fonts-noto-cjk    Chinese type for figures, screenshots and documents
#   poppler-utils     pdfsig, pdffonts and pdftoppm: the tests look at the PDF with another program
#   openssl           the tests make a certificate authority and a time stamp server that live for one run
# Names as arguments: only these (make demo asks for the type of the report alone). Only missing ones are installed, with apt-get, which needs root. Without root it says what to install and goes on;
# the browser tests are then skipped by name.
set -eu
wanted=" ${*:-chromium fonts-noto-cjk poppler-utils openssl} "
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
[ -d /usr/share/fonts/opentype/noto ] || missing="$missing fonts-noto-cjk"
command -v pdfsig >/dev/null 2>&1 || missing="$missing poppler-utils"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
asked=""
for name in $missing; do case "$wanted" in *" $name "*) asked="$asked $name" ;; esac; done
missing="$asked"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Not installed:$missing. Install them with your package manager; until then what needs them is left out." >&2
    exit 0
fi
echo "Installing with apt-get:$missing" >&2
# Another apt at work (an image's first boot, an upgrade) holds its lock for a while: wait up to five minutes for it.
apt="apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3"
tries=0
until $apt update; do # The lock of the lists is not waited for by all versions of apt, and a mirror may be away for a moment.
    tries=$((tries + 1))
    [ "$tries" -lt 10 ] || { echo "apt-get update failed $tries times; see above." >&2; exit 1; }
    echo "apt-get update failed; again in 15 seconds ($tries of 9)." >&2
    sleep 15
done
DEBIAN_FRONTEND=noninteractive $apt install -y --no-install-recommends $missing >/dev/null
