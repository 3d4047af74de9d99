#!/usr/bin/env bash
# The tests of the whole tree against a real RabbitMQ and a real PostgreSQL.
set -euo pipefail

infra=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=infra/servers.sh
source "$infra/servers.sh"
cd "$infra/.."

configuration=Debug
build=yes
dotnet_arguments=()
results=''
dotnet_pid=''
interrupted=''

usage() {
  cat <<'TEXT'
Usage: infra/test.sh [--help] [-c CONFIGURATION] [--no-build] [dotnet test arguments]

Provides RabbitMQ and PostgreSQL (see infra/servers.sh --help), builds Vsm.Messaging.sln, runs its test projects two at
a time, and ends with a line such as `412 passed, 0 failed`; names of failed tests and reasons of skipped ones stand above it.
Exit code 0: every test passed or was skipped. 1: a test failed, none ran, or the build failed.

  infra/test.sh
  infra/test.sh -c Release
  infra/test.sh --filter FullyQualifiedName~Sagas
TEXT
}

read_arguments() {
  while (($# > 0)); do
    case $1 in
      -h | --help) usage && exit 0 ;;
      -c | --configuration)
        configuration=${2:?"$1 needs a configuration, such as Release"}
        shift
        ;;
      --no-build) build=no ;;
      *) dotnet_arguments+=("$1") ;;
    esac
    shift
  done
}

clean_up() {
  local status=$?
  trap '' INT TERM HUP
  if [[ -n $dotnet_pid ]]; then
    kill -TERM -- "-$dotnet_pid" 2>/dev/null || kill -TERM "$dotnet_pid" 2>/dev/null || true
    wait "$dotnet_pid" 2>/dev/null || true
  fi
  if [[ -n $interrupted ]]; then
    say "Stopped before the end; these are the projects that finished:"
    summarise || true
  fi
  stop_servers || true
  if [[ -n $results ]]; then rm -rf "$results"; fi
  exit "$status"
}

# In the background, so that a signal is answered at once and not after the last test.
run_dotnet() {
  local status=0
  "${own_session[@]}" dotnet "$@" </dev/null &
  dotnet_pid=$!
  wait "$dotnet_pid" || status=$?
  dotnet_pid=''
  return "$status"
}

# From each TRX file: `count passed failed skipped`, and a line per test that failed or was skipped, with the reason.
read_results() {
  awk -v RS='<' '
    function attribute(name,   from) {
      if (!match($0, "(^|[ \t\r\n])" name "=\"[^\"]*\"")) return ""
      from = index(substr($0, RSTART), "\"") + RSTART
      return substr($0, from, RSTART + RLENGTH - 1 - from)
    }
    function plain(text) {
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#x[AaDd];/, " ", text)
      gsub(/&apos;/, "\047", text); gsub(/&amp;/, "\\&", text); gsub(/[ \t\r\n]+/, " ", text)
      return text
    }
    /^UnitTestResult / {
      test = attribute("testId"); outcome = attribute("outcome"); inside = 1
      if (outcome == "NotExecuted" || outcome == "Inconclusive") kind = "skipped"
      else if (outcome == "Passed" || outcome == "PassedButRunAborted" || outcome == "Warning") kind = "passed"
      else kind = "failed"
      counted[kind]++
      if (kind != "passed") { row[++rows] = test; kinds[rows] = kind; names[rows] = attribute("testName") }
      else test = ""
    }
    /^\/UnitTestResult>/ { inside = 0 }
    /^Message>/ && inside && test != "" { sub(/^Message>/, ""); reason[rows] = $0 }
    /^UnitTest / { definition = attribute("id") }
    /^TestMethod / { owner[definition] = attribute("className") }
    END {
      for (i = 1; i <= rows; i++) {
        text = owner[row[i]] "." names[i]
        if (index(names[i], owner[row[i]] ".") == 1) text = names[i]
        print kinds[i] " " plain(text) (reason[i] == "" ? "" : ": " substr(plain(reason[i]), 1, 600))
      }
      print "count", counted["passed"] + 0, counted["failed"] + 0, counted["skipped"] + 0
    }' "$1"
}

# Prints the closing line; 0 only if tests ran and none failed.
summarise() {
  local file
  for file in "$results"/*.trx; do
    if [[ -e $file ]]; then read_results "$file"; fi
  done >"$results/all"
  # What failed stands last: the end of a long output is what is read.
  sed -n 's/^skipped /Skipped: /p' "$results/all"
  sed -n 's/^failed /Failed: /p' "$results/all"
  awk '$1 == "count" { passed += $2; failed += $3; skipped += $4 }
    END {
      if (passed + failed == 0) print "No test ran."
      printf "%d passed, %d failed%s\n", passed, failed, (skipped > 0 ? ", " skipped " skipped" : "")
      exit failed > 0 || passed == 0
    }' "$results/all"
}

main() {
  read_arguments "$@"
  if ! command -v dotnet >/dev/null; then
    say "The .NET SDK is missing: https://dotnet.microsoft.com/download (global.json says which)."
    return 1
  fi
  results=$(mktemp -d /tmp/vsm-results.XXXXXX)
  trap clean_up EXIT
  trap 'interrupted=yes; exit 130' INT
  trap 'interrupted=yes; exit 143' TERM HUP

  local status=0
  if [[ $build == yes ]] && ! run_dotnet build Vsm.Messaging.sln --nologo -v quiet -c "$configuration"; then
    say "The build failed."
    summarise || return 1
  fi
  provide_servers
  # Two projects at a time: those on real servers mostly wait. They come first in the solution, as they take longest.
  run_dotnet test Vsm.Messaging.sln --no-build --nologo -m:2 -c "$configuration" --logger trx --results-directory "$results" \
    ${dotnet_arguments[@]+"${dotnet_arguments[@]}"} || status=$?
  summarise || status=1
  if ((status > 1)); then status=1; fi
  return "$status"
}

main "$@"
