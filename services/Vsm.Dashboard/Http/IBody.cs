namespace Vsm.Dashboard.Http;

/// <summary>What a request says, of whatever type.</summary>
internal interface IBody
{
    object Content { get; }
}
