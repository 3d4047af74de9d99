using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S5.Policy.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class PolicySuggestions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "suggested_policies",
                schema: "s5_policy",
                table: "organisations",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "suggestions",
                schema: "s5_policy",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    rule = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    seen = table.Column<int>(type: "integer", nullable: false),
                    first_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sightings = table.Column<string>(type: "text", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: true),
                    by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    policy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suggestions", x => new { x.vsm, x.key });
                });

            migrationBuilder.CreateIndex(
                name: "ix_suggestions_vsm_number",
                schema: "s5_policy",
                table: "suggestions",
                columns: new[] { "vsm", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "suggestions",
                schema: "s5_policy");

            migrationBuilder.DropColumn(
                name: "suggested_policies",
                schema: "s5_policy",
                table: "organisations");
        }
    }
}
