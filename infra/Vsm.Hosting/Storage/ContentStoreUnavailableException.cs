namespace Vsm.Hosting.Storage;

/// <summary>The content store is not there, or does not take anything, now.</summary>
public sealed class ContentStoreUnavailableException(string message, Exception? inner = null) : IOException(message, inner);
