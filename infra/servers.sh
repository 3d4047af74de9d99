#!/usr/bin/env bash
# Provides RabbitMQ and PostgreSQL for tests and development, and takes away what it started.
#
# Run by itself it starts both, prints how to reach them and waits for Ctrl+C. infra/test.sh sources it and calls
# provide_servers and stop_servers.
set -euo pipefail

readonly rabbitmq_image=rabbitmq:3.13.7
readonly postgres_image=postgres:16.10
readonly start_limit=90 # seconds that one server may take until it answers

servers_dir=''
waiting_pid=''
epmd_pid=''
rabbitmq_pid=''
postgres_bin=''
postgres_data=''
policy_file=''
postgres_user=''
started_containers=()
own_session=(env)
command -v setsid >/dev/null && own_session=(setsid) # Ctrl+C reaches the script alone, which then stops things in order

say() { printf '%s\n' "$*" >&2; }

servers_usage() {
  cat <<'TEXT'
Usage: infra/servers.sh [--help]

Starts RabbitMQ and PostgreSQL, prints the two export lines that tests and services need, and waits until Ctrl+C.

Each server comes from the first of these that is there:
  1. VSM_TEST_RABBITMQ (amqp://...), VSM_TEST_POSTGRES (an Npgsql connection string): used as they are
  2. a running Docker engine: a container with a random name on a free port of 127.0.0.1
  3. the installed binaries: a private instance in a temporary directory on a free port of 127.0.0.1
  4. Debian's packages, installed with apt-get (as root); they stay installed, their services are not started
What was started is stopped, and its data removed, at the end.
TEXT
}

# --- choosing ---------------------------------------------------------------------------------------------------------

provide_servers() {
  servers_dir=$(mktemp -d /tmp/vsm-servers.XXXXXX) # short: a unix socket's path may have 107 characters
  chmod 711 "$servers_dir"
  provide_rabbitmq
  provide_postgres
}

provide_rabbitmq() {
  if [[ -n ${VSM_TEST_RABBITMQ:-} ]]; then
    say "RabbitMQ: as VSM_TEST_RABBITMQ says"
  elif docker_answers && rabbitmq_in_docker; then
    say "RabbitMQ: container of $rabbitmq_image, ${VSM_TEST_RABBITMQ##*@}"
  else
    rabbitmq_server >/dev/null || install_packages rabbitmq-server
    rabbitmq_from_binaries
    say "RabbitMQ: private node of $(rabbitmq_server), ${VSM_TEST_RABBITMQ##*@}"
  fi
  export VSM_TEST_RABBITMQ
}

provide_postgres() {
  if [[ -n ${VSM_TEST_POSTGRES:-} ]]; then
    say "PostgreSQL: as VSM_TEST_POSTGRES says"
  elif docker_answers && postgres_in_docker; then
    say "PostgreSQL: container of $postgres_image, $VSM_TEST_POSTGRES"
  else
    find_postgres_bin >/dev/null || install_packages postgresql
    postgres_from_binaries
    say "PostgreSQL: private cluster of $postgres_bin, $VSM_TEST_POSTGRES"
  fi
  export VSM_TEST_POSTGRES
}

stop_servers() {
  local status=$?
  trap '' INT TERM HUP # a second Ctrl+C must not leave half of it behind
  set +e
  [[ -n $waiting_pid ]] && kill "$waiting_pid" 2>/dev/null
  local container
  for container in ${started_containers[@]+"${started_containers[@]}"}; do
    docker rm --force --volumes "$container" >/dev/null 2>&1 || say "Could not remove the container $container: docker rm -f $container"
  done
  [[ -n $rabbitmq_pid ]] && stop_rabbitmq
  [[ -n $postgres_data ]] && stop_postgres
  [[ -n $epmd_pid ]] && end_process "$epmd_pid" 5
  [[ -n $policy_file ]] && rm -f "$policy_file"
  [[ -n $servers_dir ]] && rm -rf "$servers_dir"
  epmd_pid='' rabbitmq_pid='' postgres_data='' policy_file='' servers_dir='' started_containers=()
  return "$status"
}

# --- Docker -----------------------------------------------------------------------------------------------------------

docker_answers() { command -v docker >/dev/null && timeout 10 docker info >/dev/null 2>&1; }

rabbitmq_in_docker() {
  local name
  name=vsm-test-rabbitmq-$(random_suffix)
  run_container "$name" 5672 "$rabbitmq_image" &&
    wait_for "RabbitMQ in $name" in_container "$name" rabbitmq-diagnostics -q check_port_listener 5672 || return 1
  VSM_TEST_RABBITMQ=amqp://guest:guest@127.0.0.1:$(published_port "$name" 5672)
}

postgres_in_docker() {
  local name
  name=vsm-test-postgres-$(random_suffix)
  # Over TCP, since the image's first start answers on its socket before it is ready.
  run_container "$name" 5432 --env POSTGRES_HOST_AUTH_METHOD=trust "$postgres_image" -c max_connections=300 -c idle_in_transaction_session_timeout=5s &&
    wait_for "PostgreSQL in $name" in_container "$name" pg_isready -q -h 127.0.0.1 -U postgres || return 1
  VSM_TEST_POSTGRES="Host=127.0.0.1;Port=$(published_port "$name" 5432);Username=postgres;Database=postgres"
}

run_container() {
  local name=$1 port=$2
  shift 2
  started_containers+=("$name")
  docker run --detach --name "$name" --publish "127.0.0.1::$port" "$@" >/dev/null && return 0
  say "Docker could not run $name (see above); trying installed binaries."
  return 1
}

in_container() { docker exec "$@" || return 1; } # wait_for gives 2 a meaning that pg_isready does not know

published_port() { docker port "$1" "$2/tcp" | sed -n 's/^127\.0\.0\.1://p;T;q'; }

# --- installed binaries: RabbitMQ -------------------------------------------------------------------------------------

rabbitmq_server() {
  # Debian's /usr/sbin/rabbitmq-server switches to the system's user and directories; the one behind it does not.
  local debian=/usr/lib/rabbitmq/bin/rabbitmq-server
  if [[ -x $debian ]]; then printf '%s\n' "$debian"; else command -v rabbitmq-server; fi
}

rabbitmq_from_binaries() {
  local home=$servers_dir/rabbitmq server port dist_port epmd_port
  server=$(rabbitmq_server)
  port=$(free_port)
  dist_port=$(free_port "$port")
  epmd_port=$(free_port "$port" "$dist_port")
  mkdir -p "$home/conf.d" "$home/log" "$home/mnesia"
  random_suffix >"$home/.erlang.cookie"
  chmod 400 "$home/.erlang.cookie"
  : >"$home/rabbitmq-env.conf"
  printf '[].\n' | tee "$home/advanced.config" >"$home/enabled_plugins"
  cat >"$home/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$port
loopback_users.guest = true
raft.wal_max_size_bytes = 64000000
log.file.level = info
CONF

  # An epmd of its own, in the foreground: started by the node it would stay behind, and be shared with other nodes.
  "${own_session[@]}" "$(find_epmd)" -port "$epmd_port" -address 127.0.0.1 </dev/null >"$home/log/epmd" 2>&1 &
  epmd_pid=$!
  wait_for "epmd" port_answers_while "$epmd_pid" "$epmd_port" || { tail -n 20 "$home/log/epmd" >&2; return 1; }

  env HOME="$home" ERL_EPMD_PORT="$epmd_port" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_NODENAME="vsm-test-$(random_suffix)@localhost" RABBITMQ_NODE_PORT="$port" RABBITMQ_DIST_PORT="$dist_port" \
    RABBITMQ_CONF_ENV_FILE="$home/rabbitmq-env.conf" RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" \
    RABBITMQ_CONFIG_FILES="$home/conf.d" RABBITMQ_ADVANCED_CONFIG_FILE="$home/advanced.config" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins" RABBITMQ_GENERATED_CONFIG_DIR="$home" \
    RABBITMQ_SCHEMA_DIR="$home/schema" RABBITMQ_MNESIA_BASE="$home/mnesia" RABBITMQ_LOG_BASE="$home/log" \
    RABBITMQ_PID_FILE="$home/pid" RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
    "${own_session[@]}" "$server" </dev/null >"$home/log/console" 2>&1 &
  rabbitmq_pid=$!
  # The listener opens last: when it answers, the broker is up.
  wait_for "RabbitMQ" port_answers_while "$rabbitmq_pid" "$port" || { tail -n 40 "$home/log/console" >&2; return 1; }
  VSM_TEST_RABBITMQ=amqp://guest:guest@127.0.0.1:$port
}

find_epmd() {
  command -v epmd && return
  ls -- "$(erl -noshell -eval 'io:put_chars(code:root_dir()), halt().')"/erts-*/bin/epmd
}

stop_rabbitmq() {
  local beam=''
  [[ -r $servers_dir/rabbitmq/pid ]] && beam=$(<"$servers_dir/rabbitmq/pid")
  end_process "$rabbitmq_pid" 30 # the wrapper hands the signal on and waits for the broker
  if [[ -n $beam ]]; then end_process "$beam" 5; fi
}

# --- installed binaries: PostgreSQL -----------------------------------------------------------------------------------

find_postgres_bin() {
  local found
  # shellcheck disable=SC2012 # version numbers, nothing else
  found=$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | sort -V | tail -n 1)
  [[ -n $found ]] || found=$(command -v postgres) || return 1
  dirname "$found"
}

as_postgres() {
  if [[ -n $postgres_user ]]; then (cd / && runuser -u "$postgres_user" -- "$@"); else "$@"; fi
}

postgres_from_binaries() {
  local home=$servers_dir/postgres port log
  port=$(free_port)
  log=$home/log
  postgres_bin=$(find_postgres_bin)
  mkdir -p "$home"
  if ((EUID == 0)); then # PostgreSQL refuses to run as root
    postgres_user=nobody
    if id -u postgres >/dev/null 2>&1; then postgres_user=postgres; fi
    chown "$postgres_user" "$home"
  fi
  # Not synchronised here alone: an empty cluster is worth nothing. The server itself keeps fsync on.
  if ! as_postgres "$postgres_bin/initdb" -D "$home/data" --username=postgres --auth=trust --encoding=UTF8 --no-locale \
    --no-sync >"$servers_dir/initdb" 2>&1; then
    cat "$servers_dir/initdb" >&2
    return 1
  fi
  postgres_data=$home/data
  local options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$home -c max_connections=300 -c idle_in_transaction_session_timeout=5s"
  if ! as_postgres "$postgres_bin/pg_ctl" start -D "$postgres_data" -w -t "$start_limit" -s -l "$log" -o "$options" </dev/null >&2; then
    if [[ -r $log ]]; then tail -n 40 "$log" >&2; fi
    return 1
  fi
  VSM_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
}

stop_postgres() {
  [[ -e $postgres_data/postmaster.pid ]] || return 0
  as_postgres "$postgres_bin/pg_ctl" stop -D "$postgres_data" -m fast -w -t 20 -s >&2 ||
    as_postgres "$postgres_bin/pg_ctl" stop -D "$postgres_data" -m immediate -w -t 10 -s >&2
}

# --- Debian's packages ------------------------------------------------------------------------------------------------

install_packages() {
  if ! command -v apt-get >/dev/null; then
    say "No $1 here and no apt-get to install it with. Start Docker, install it, or set VSM_TEST_RABBITMQ and VSM_TEST_POSTGRES."
    return 1
  fi
  if ((EUID != 0)); then
    say "No $1 here. Installing it needs root: sudo apt-get install --no-install-recommends $1"
    return 1
  fi
  say "Installing Debian's package $1 (it stays installed)"
  local output=$servers_dir/apt-$1
  forbid_service_starts
  # The node's own set-up steps would start the shared epmd; on this port it is ours to end.
  local epmd_port
  epmd_port=$(free_port)
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive ERL_EPMD_PORT=$epmd_port ERL_EPMD_ADDRESS=127.0.0.1 \
    apt-get install --yes --no-install-recommends "$1"; } </dev/null >"$output" 2>&1; then
    tail -n 40 "$output" >&2
    say "apt-get could not install $1."
    return 1
  fi
  if command -v epmd >/dev/null && port_answers "$epmd_port"; then epmd -port "$epmd_port" -kill >/dev/null || true; fi
  allow_service_starts
}

forbid_service_starts() {
  [[ -e /usr/sbin/policy-rc.d ]] && return
  policy_file=/usr/sbin/policy-rc.d
  printf '#!/bin/sh\nexit 101\n' >"$policy_file"
  chmod 755 "$policy_file"
}

allow_service_starts() {
  if [[ -n $policy_file ]]; then rm -f "$policy_file"; fi
  policy_file=''
}

# --- small things -----------------------------------------------------------------------------------------------------

random_suffix() { od -An -N6 -tx1 /dev/urandom | tr -d ' \n'; }

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

port_answers_while() { # pid port: 0 answers, 1 not yet, 2 never will
  kill -0 "$1" 2>/dev/null || return 2
  port_answers "$2"
}

# Below the range that the system hands out by itself, so that no outgoing connection takes it in between.
free_port() {
  local try port
  for ((try = 0; try < 200; try++)); do
    port=$((20000 + RANDOM % 12000))
    [[ " $* " == *" $port "* ]] && continue
    port_answers "$port" && continue
    printf '%s\n' "$port"
    return
  done
  say "No free port between 20000 and 32000 on 127.0.0.1."
  return 1
}

wait_for() { # what command...
  local what=$1 result
  local end=$((SECONDS + start_limit))
  shift
  while ((SECONDS < end)); do
    result=0
    "$@" >/dev/null 2>&1 || result=$?
    if ((result == 0)); then return 0; fi
    if ((result == 2)); then
      say "$what ended while starting."
      return 1
    fi
    sleep 0.2
  done
  say "$what did not answer within $start_limit seconds."
  return 1
}

end_process() { # pid seconds
  local end=$((SECONDS + $2))
  kill -TERM "$1" 2>/dev/null || return 0
  while ((SECONDS < end)) && kill -0 "$1" 2>/dev/null; do sleep 0.1; done
  kill -KILL "$1" 2>/dev/null && say "Process $1 did not stop within $2 seconds and was killed."
  wait "$1" 2>/dev/null
  return 0
}

serve() {
  if [[ ${1:-} == --help || ${1:-} == -h ]]; then servers_usage && return; fi
  if (($# > 0)); then
    say "Unknown argument: $1"
    servers_usage >&2
    return 2
  fi
  trap stop_servers EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  provide_servers
  printf "export VSM_TEST_RABBITMQ='%s'\nexport VSM_TEST_POSTGRES='%s'\n" "$VSM_TEST_RABBITMQ" "$VSM_TEST_POSTGRES"
  say "Both run until Ctrl+C."
  sleep infinity &
  waiting_pid=$!
  wait "$waiting_pid"
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then serve "$@"; fi
