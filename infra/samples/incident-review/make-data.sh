#!/bin/sh
# Writes access.log beside this script: a day of a web shop, in the combined log format with the response time in milliseconds behind it.
# The same log every time. Addresses are from the ranges reserved for documentation (RFC 5737), mail addresses from example.org and example.com.
set -eu
cd "$(dirname "$0")"
LC_ALL=C awk '
  function next_random(n) { seed = (seed * 16807) % 2147483647; return seed % n }
  BEGIN {
    seed = 20260314
    paths = split("/ /products /products/lamp /products/desk /cart /checkout /api/orders /api/stock /search /account/reset /static/shop.css /static/shop.js", path, " ")
    split("5 40 35 38 60 180 120 90 150 110 3 4", usual, " ")
    names = split("anna ben carla david eva frank gina hugo", name, " ")
    for (minute = 0; minute < 1440; minute++) {
      hour = int(minute / 60)
      requests = 1 + next_random(hour >= 8 && hour < 22 ? 4 : 2)
      for (i = 0; i < requests; i++) {
        p = 1 + next_random(paths)
        client = (next_random(3) == 0 ? "192.0.2." : next_random(2) == 0 ? "198.51.100." : "203.0.113.") (1 + next_random(200))
        user = name[1 + next_random(names)]
        query = ""
        if (path[p] == "/search") query = "?q=" (next_random(2) ? "lamp" : "desk") "&page=" (1 + next_random(5))
        if (path[p] == "/account/reset") query = "?email=" user "@example." (next_random(2) ? "org" : "com")
        ms = usual[p] + next_random(usual[p] * 2)
        status = next_random(40) == 0 ? 404 : next_random(200) == 0 ? 500 : 200
        # The incident: from 14:00 to 15:59 the order service is slow, and half of what needs it fails.
        if ((hour == 14 || hour == 15) && (path[p] == "/checkout" || path[p] == "/api/orders" || path[p] == "/account/reset")) {
          ms = 3000 + next_random(5000)
          if (next_random(2)) status = next_random(3) == 0 ? 502 : 503
        }
        method = path[p] == "/checkout" || path[p] == "/api/orders" ? "POST" : "GET"
        printf "%s - - [14/Mar/2026:%02d:%02d:%02d +0000] \"%s %s%s HTTP/1.1\" %d %d \"-\" \"Mozilla/5.0\" %d\n",
          client, hour, minute % 60, int(i * 60 / requests) + next_random(10), method, path[p], query, status, 200 + next_random(20000), ms
      }
    }
  }' > access.log
