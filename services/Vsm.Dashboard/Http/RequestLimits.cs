namespace Vsm.Dashboard.Http;

/// <summary>How much of a request is read.</summary>
internal static class RequestLimits
{
    public const int Body = 1024 * 1024;
    public const int JsonDepth = 32;
    public const int Content = 64 * 1024;
    public const int References = 50;
    public const int Parameters = 64;
    public const int IdempotencyKey = 200;
    public const int PageLimit = 500;
    public const int DefaultPageLimit = 50;
    public const int Reason = 4000;
    public const int Name = 200;
}
