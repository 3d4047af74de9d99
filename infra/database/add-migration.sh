#!/usr/bin/env bash
# Adds a migration to every service whose model has changed, for each database: infra/database/add-migration.sh NAME
set -euo pipefail
cd "$(dirname "$0")"
name=${1:?a name for the migration, such as AddTaskDeadline}
dotnet tool restore >/dev/null
dotnet build Vsm.Design --nologo -v q

# The tool puts a context's first snapshot where it finds a file of its name, which is the other database's: so SQL Server's have a name of their own.
name_snapshot() {
    local migrations=$project/Data/Migrations
    local own=$migrations/SqlServer/${context}SqlServerModelSnapshot.cs
    if [[ ! -e $own ]]; then
        sed "s/partial class ${context}ModelSnapshot/partial class ${context}SqlServerModelSnapshot/" "$migrations/PostgreSql/${context}ModelSnapshot.cs" >"$own"
        cp "$kept" "$migrations/PostgreSql/${context}ModelSnapshot.cs"
    fi
}

kept=$(mktemp)
trap 'rm -f "$kept"' EXIT
for service in S1.Operations:Operations S3.Control:Control S3Star.Audit:Audit S5.Policy:Policy Dashboard:Dashboard; do
    project=../../services/Vsm.${service%%:*}
    context=${service##*:}DbContext
    ef=(--no-build --project "$project" --startup-project Vsm.Design --context "$context")
    for database in PostgreSql SqlServer; do
        if dotnet ef migrations has-pending-model-changes "${ef[@]}" -- "$database" >/dev/null 2>&1; then
            echo "$context, $database: nothing changed"
            continue
        fi

        if [[ $database == SqlServer ]]; then cp "$project/Data/Migrations/PostgreSql/${context}ModelSnapshot.cs" "$kept"; fi
        # Not built in between: the sets of two databases do not see each other.
        dotnet ef migrations add "$name" "${ef[@]}" --output-dir "Data/Migrations/$database" -- "$database"
        if [[ $database == SqlServer ]]; then name_snapshot; fi
    done
done
dotnet build Vsm.Design --nologo -v q
