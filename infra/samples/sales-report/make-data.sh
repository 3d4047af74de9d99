#!/bin/sh
# Writes orders.csv beside this script (3,000 orders of 2025), or with --large [ROWS] orders-large.csv (120,000 rows, over 5 MB, unless told otherwise).
# The same file every time.
set -eu
cd "$(dirname "$0")"
rows=3000
file=orders.csv
case "${1:-}" in
  "") ;;
  --large) rows="${2:-120000}"; file=orders-large.csv ;;
  *) echo "usage: make-data.sh [--large [ROWS]]" >&2; exit 2 ;;
esac
LC_ALL=C awk -v rows="$rows" '
  function next_random(n) { seed = (seed * 16807) % 2147483647; return seed % n }
  BEGIN {
    seed = 20250101
    regions = split("north east south west", region, " ")
    products = split("desk lamp chair shelf,_oak cable", product, " ")
    split("24900 3950 11990 18975 799", cents, " ")
    split("31 28 31 30 31 30 31 31 30 31 30 31", days, " ")
    print "order_id,date,region,product,quantity,unit_price,amount"
    for (i = 0; i < rows; i++) {
      day = int(i * 365 / rows)
      for (month = 1; day >= days[month]; month++) day -= days[month]
      p = 1 + next_random(products)
      quantity = 1 + next_random(9)
      total = quantity * cents[p]
      name = product[p]
      sub("_", " ", name)
      if (index(name, ",")) name = "\"" name "\""
      printf "O-%07d,2025-%02d-%02d,%s,%s,%d,%d.%02d,%d.%02d\n", i + 1, month, day + 1, region[1 + next_random(regions)], name, quantity,
        int(cents[p] / 100), cents[p] % 100, int(total / 100), total % 100
    }
  }' > "$file"
