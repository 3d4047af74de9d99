using System.Text.Json;
using BenchmarkDotNet.Attributes;
using MassTransit.Serialization;
using Vsm.Contracts.Operations;

namespace Vsm.Benchmarks.Micro;

/// <summary>A result to and from JSON, with the bus's own options.</summary>
public class ContractJson
{
    private static readonly TaskResultMessage Message = Messages.Result("order,text\n4711,\"3 pallets of paper for the north warehouse, wanted by Friday\"\n");
    private static readonly byte[] Json = JsonSerializer.SerializeToUtf8Bytes(Message, SystemTextJsonMessageSerializer.Options);

    [Benchmark]
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(Message, SystemTextJsonMessageSerializer.Options);

    [Benchmark]
    public object Read() => JsonSerializer.Deserialize<TaskResultMessage>(Json, SystemTextJsonMessageSerializer.Options)!;
}
