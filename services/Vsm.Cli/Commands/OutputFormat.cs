namespace Vsm.Cli.Commands;

internal enum OutputFormat
{
    Table,
    Json,
}
