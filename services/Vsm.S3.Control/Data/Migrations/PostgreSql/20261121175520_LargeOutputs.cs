using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.S3.Control.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class LargeOutputs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "output_reference",
                schema: "s3_control",
                table: "tasks",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "output_reference",
                schema: "s3_control",
                table: "tasks");
        }
    }
}
