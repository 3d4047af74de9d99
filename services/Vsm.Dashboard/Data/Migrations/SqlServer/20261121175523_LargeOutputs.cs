using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class LargeOutputs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "output_reference",
                schema: "dashboard",
                table: "tasks",
                type: "nvarchar(max)",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "output_reference",
                schema: "dashboard",
                table: "tasks");
        }
    }
}
