using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S5.Policy.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Settings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "setting_versions",
                schema: "s5_policy",
                columns: table => new
                {
                    version = table.Column<long>(type: "bigint", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    before = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    value = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    undoes = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_setting_versions", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "settings",
                schema: "s5_policy",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    value = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settings", x => new { x.vsm, x.name });
                });

            migrationBuilder.CreateIndex(
                name: "ix_setting_versions_request_id",
                schema: "s5_policy",
                table: "setting_versions",
                column: "request_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_setting_versions_vsm_name",
                schema: "s5_policy",
                table: "setting_versions",
                columns: new[] { "vsm", "name" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "setting_versions",
                schema: "s5_policy");

            migrationBuilder.DropTable(
                name: "settings",
                schema: "s5_policy");
        }
    }
}
