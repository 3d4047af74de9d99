using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S3Star.Audit.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class JudgedPackets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "judged_packets",
                schema: "s3star_audit",
                columns: table => new
                {
                    ruling_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_judged_packets", x => x.ruling_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_judged_packets_hash_at",
                schema: "s3star_audit",
                table: "judged_packets",
                columns: new[] { "hash", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "judged_packets",
                schema: "s3star_audit");
        }
    }
}
