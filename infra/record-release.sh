#!/usr/bin/env bash
# Keeps the messages of this version as the next two versions must read them.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: infra/record-release.sh [--help]

To be run at each release, in the commit that is released: copies what tests/Vsm.Contracts.Tests/Snapshots holds, the shapes that were approved,
into the next folder of tests/Vsm.Contracts.Tests/Releases, and removes all but the last two. Commit what it changes.
TEXT
}

if (($# > 0)); then
  usage
  [[ $1 == -h || $1 == --help ]] && exit 0
  exit 2
fi

cd "$(dirname "${BASH_SOURCE[0]}")/../tests/Vsm.Contracts.Tests"
if [[ -n $(git status --porcelain -- Snapshots Releases) ]]; then
  echo "Snapshots or Releases have changes that are not committed; a release is recorded from what is." >&2
  exit 1
fi

latest=$(ls Releases | sort -n | tail -n 1)
next=$((${latest:-0} + 1))
mkdir "Releases/$next"
cp Snapshots/*.json "Releases/$next/"
ls Releases | sort -n | head -n -2 | while read -r old; do rm -r "Releases/$old"; done
echo "Recorded as release $next; kept: $(ls Releases | sort -n | xargs)."
