using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S3Star.Audit.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class WaitingCases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "waiting_cases",
                schema: "s3star_audit",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    attempt = table.Column<int>(type: "int", nullable: false),
                    result = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    clarified = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_waiting_cases", x => new { x.task_id, x.attempt });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "waiting_cases",
                schema: "s3star_audit");
        }
    }
}
