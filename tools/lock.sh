#!/bin/sh
# Writes requirements.txt and requirements-dev.txt anew: every version pinned with its hashes, no index address. Needs uv (pip install uv).
set -eu
cd "$(dirname "$0")/.."
lock="uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url --quiet --extra build"
$lock -o requirements.txt
$lock --extra sign --extra label --extra dev -o requirements-dev.txt
