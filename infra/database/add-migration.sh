#!/usr/bin/env bash
# Adds a migration for PostgreSQL to every service whose model has changed: infra/database/add-migration.sh NAME
set -euo pipefail
cd "$(dirname "$0")"
name=${1:?a name for the migration, such as AddTaskDeadline}
dotnet tool restore >/dev/null
dotnet build Vsm.Design --nologo -v q
for service in S1.Operations:Operations S3.Control:Control S3Star.Audit:Audit S5.Policy:Policy Dashboard:Dashboard; do
    project=../../services/Vsm.${service%%:*}
    context=${service##*:}DbContext
    if dotnet ef migrations has-pending-model-changes --no-build --project "$project" --startup-project Vsm.Design --context "$context" >/dev/null 2>&1; then
        echo "$context: nothing changed"
    else
        dotnet ef migrations add "$name" --no-build --project "$project" --startup-project Vsm.Design \
            --context "$context" --output-dir Data/Migrations/PostgreSql
        dotnet build Vsm.Design --nologo -v q
    fi
done
