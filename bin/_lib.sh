# Shared by the scripts in bin/. Sourced, never run: it goes to the top of the repository, where every
# path below starts, and defines a few functions.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
ROOT=$PWD
PY=.venv/bin/python

# Pip's and npm's own news is not ours to print.
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 NPM_CONFIG_UPDATE_NOTIFIER=false

say() { printf '%s\n' "$*"; }

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# The settings refuse to start without a secret, which is right in production and a nuisance in a
# checkout: there, VW_DEBUG=1 lets them take a safe default.
development() { export VW_DEBUG="${VW_DEBUG:-1}"; }

# The demo's own database and files, unless others are named: the daily care removes files of which the database
# knows nothing, so two databases never share a folder. What people change in them stays until they go.
demo_database() {
    mkdir -p build/demo
    export DATABASE_URL="${DATABASE_URL:-sqlite:///$ROOT/build/demo/site.sqlite3}"
    export VW_FILES="${VW_FILES:-$ROOT/build/demo/files}"
    quietly "$PY" manage.py migrate
}

# Runs a command quietly: its output is shown only if it fails.
quietly() {
    local log
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        die "this failed: $*"
    fi
    rm -f "$log"
}

# The folder of the newest PostgreSQL server programs, as Debian lays them out; nothing if there is none.
postgres_programs() {
    local initdb newest=""
    while IFS= read -r initdb; do
        [[ -x $initdb ]] && newest=${initdb%/initdb}
    done < <(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V)
    printf '%s' "$newest"
}

# --- a PostgreSQL of a script's own ---
#
# start_postgres makes a cluster that only this script reaches, through a socket in the folder $CLUSTER; it is
# gone when the script ends, however it ends. What runs in it has the address $(postgres_address NAME).

CLUSTER=""
AS_OTHER=()

stop_postgres() {
    local status=$?
    trap - EXIT
    if [[ -n $CLUSTER ]]; then
        if [[ -f $CLUSTER/data/postmaster.pid ]]; then
            "${AS_OTHER[@]}" "$PROGRAMS/pg_ctl" -D "$CLUSTER/data" -m immediate -w stop >/dev/null 2>&1 || true
        fi
        rm -rf "$CLUSTER"
    fi
    exit "$status"
}

start_postgres() {
    PROGRAMS=$(postgres_programs)
    [[ -n $PROGRAMS ]] || die "no PostgreSQL server was found; run bin/setup --test"
    CLUSTER=$(mktemp -d /tmp/vw-postgres.XXXXXX) # not in TMPDIR: a socket's path may only be short
    trap stop_postgres EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    if [[ $(id -u) -eq 0 ]]; then # PostgreSQL refuses to run as root
        local user=postgres
        id "$user" >/dev/null 2>&1 || user=nobody
        AS_OTHER=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env HOME="$CLUSTER")
        chown "$user" "$CLUSTER"
    fi
    (
        cd /
        quietly "${AS_OTHER[@]}" "$PROGRAMS/initdb" -D "$CLUSTER/data" -U vw -E UTF8 --locale=C.UTF-8 -A trust --no-sync
        # What is thrown away need not survive a power cut.
        "${AS_OTHER[@]}" tee -a "$CLUSTER/data/postgresql.conf" >/dev/null <<-CONF
			listen_addresses = ''
			unix_socket_directories = '$CLUSTER'
			fsync = off
			synchronous_commit = off
			full_page_writes = off
		CONF
        if ! "${AS_OTHER[@]}" "$PROGRAMS/pg_ctl" -D "$CLUSTER/data" -l "$CLUSTER/log" -w -t 60 start >/dev/null; then
            cat "$CLUSTER/log" >&2
            die "PostgreSQL did not start"
        fi
    )
}

# The address of a database in that cluster.
postgres_address() { printf 'postgres://vw@/%s?host=%s' "$1" "$CLUSTER"; }

hash_of() { sha256sum "$@" | sha256sum | cut -d' ' -f1; }

FAILED=0

# Runs one check: a line when it holds, and all that it said when it does not.
step() {
    local name=$1 output status=0 started=$SECONDS
    shift
    printf '%-28s' "$name"
    output=$("$@" 2>&1 </dev/null) || status=$?
    if [[ $status -ne 0 ]]; then
        printf 'FAILED\n%s\n' "$output"
        FAILED=$((FAILED + 1))
    else
        printf 'ok  %ss\n' $((SECONDS - started))
    fi
}

# The folders and files that hold our Python, as far as they exist.
python_places() { ls -d appraisal core tests bin bench manage.py 2>/dev/null || true; }

# Our templates, none twice.
templates() { find templates appraisal/templates core/templates -name '*.html' 2>/dev/null | sort || true; }

# Everything that can be checked without running the tests: what bin/check and bin/test share. All of
# it is tried; if any of it fails, the script stops here.
static_checks() {
    local places pages schemes
    mapfile -t places < <(python_places)
    mapfile -t pages < <(templates)
    shopt -s nullglob
    schemes=(fixtures/schemes/*.toml)
    shopt -u nullglob
    step "mistakes and style" .venv/bin/ruff check --quiet "${places[@]}"
    step "layout" .venv/bin/ruff format --quiet --check "${places[@]}"
    if [[ ${#pages[@]} -gt 0 ]]; then
        step "layout of templates" .venv/bin/djade --target-version 5.2 --check "${pages[@]}"
    fi
    step "types" "$PY" -m mypy --no-error-summary "${places[@]}"
    step "who imports whom" .venv/bin/lint-imports
    step "migrations" "$PY" manage.py makemigrations --check --dry-run
    step "schemes" "$PY" manage.py check_scheme "${schemes[@]}"
    [[ $FAILED -eq 0 ]] || die "$FAILED of the checks failed; bin/fix puts right what is only layout"
}
