using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S3.Control.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "changed_by",
                schema: "s3_control",
                table: "agents",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "previous_status",
                schema: "s3_control",
                table: "agents",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Active");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "changed_by",
                schema: "s3_control",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "previous_status",
                schema: "s3_control",
                table: "agents");
        }
    }
}
