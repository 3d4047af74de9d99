#!/bin/sh
# Writes stock.csv beside this script: what a warehouse holds. The same file every time.
set -eu
cd "$(dirname "$0")"
LC_ALL=C awk '
  function next_random(n) { seed = (seed * 16807) % 2147483647; return seed % n }
  BEGIN {
    seed = 42
    kinds = split("desk lamp chair shelf cable", kind, " ")
    print "item,warehouse,quantity,value"
    for (i = 1; i <= 120; i++) printf "%s-%03d,W%d,%d,%d.%02d\n", kind[1 + i % kinds], i, 1 + next_random(3), next_random(500), next_random(90000), next_random(100)
  }' > stock.csv
