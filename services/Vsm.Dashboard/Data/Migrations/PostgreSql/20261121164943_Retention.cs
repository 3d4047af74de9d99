using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Vsm.Dashboard.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "chain_anchors",
                schema: "dashboard",
                columns: table => new
                {
                    vsm = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chain_anchors", x => x.vsm);
                });

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_at",
                schema: "dashboard",
                table: "idempotency_keys",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "chain_anchors",
                schema: "dashboard");

            migrationBuilder.DropIndex(
                name: "ix_idempotency_keys_at",
                schema: "dashboard",
                table: "idempotency_keys");
        }
    }
}
