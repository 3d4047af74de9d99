using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Vsm.S1.Operations.Tools;
using Vsm.S1.Operations.Tools.Web;

namespace Vsm.Unit.Tests.Operations.Tools;

public sealed class When_an_address_is_looked_at
{
    [TestCase("93.184.216.34")]
    [TestCase("8.8.8.8")]
    [TestCase("172.15.255.255")]
    [TestCase("172.32.0.0")]
    [TestCase("2606:2800:220:1:248:1893:25c8:1946")]
    public void One_of_the_internet_is_public(string address) => Assert.That(PublicAddresses.Contains(IPAddress.Parse(address)));

    [TestCase("127.0.0.1")]
    [TestCase("127.255.255.254")]
    [TestCase("0.0.0.0")]
    [TestCase("0.1.2.3")]
    [TestCase("10.0.0.1")]
    [TestCase("172.16.0.1")]
    [TestCase("172.31.255.255")]
    [TestCase("192.168.1.1")]
    [TestCase("169.254.169.254")]
    [TestCase("100.100.100.200")]
    [TestCase("192.0.0.192")]
    [TestCase("198.18.0.1")]
    [TestCase("224.0.0.1")]
    [TestCase("255.255.255.255")]
    [TestCase("::")]
    [TestCase("::1")]
    [TestCase("::ffff:127.0.0.1")]
    [TestCase("::ffff:169.254.169.254")]
    [TestCase("::127.0.0.1")]
    [TestCase("64:ff9b::a9fe:a9fe")]
    [TestCase("2002:7f00:1::")]
    [TestCase("2001::1")]
    [TestCase("fe80::1")]
    [TestCase("fec0::1")]
    [TestCase("fc00::1")]
    [TestCase("fd00:ec2::254")]
    [TestCase("ff02::1")]
    [TestCase("2001:db8::1")]
    public void One_of_a_machine_or_its_network_is_not(string address) => Assert.That(PublicAddresses.Contains(IPAddress.Parse(address)), Is.False);

    [FsCheck.NUnit.Property(MaxTest = 1_000)]
    public Property Written_as_IPv6_it_is_the_same_address() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<uint>().Select(x => new IPAddress(BitConverter.GetBytes(x))).ToArbitrary(),
        address => PublicAddresses.Contains(address) == PublicAddresses.Contains(address.MapToIPv6()));

    [FsCheck.NUnit.Property(MaxTest = 1_000)]
    public Property No_address_of_a_private_network_is_public() => Prop.ForAll(
        (from network in Gen.Elements("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10")
         from rest in ArbMap.Default.GeneratorFor<uint>()
         select In(IPNetwork.Parse(network), rest)).ToArbitrary(),
        address => !PublicAddresses.Contains(address));

    [TestCase("https://example.org/a?b#c")]
    [TestCase("http://EXAMPLE.org/")]
    [TestCase("https://example.org./")]
    [TestCase("https://docs.example.net/x")]
    [TestCase("https://a.b.example.net/x")]
    [TestCase("https://example.com:8443/")]
    public void A_host_that_is_named_may_be_reached(string address) => Assert.That(Hosts.Check(new Uri(address)), Is.Not.Null);

    [TestCase("https://example.net/", "'example.net' is not among")]
    [TestCase("https://evilexample.net/", "not among")]
    [TestCase("https://example.org.evil.test/", "not among")]
    [TestCase("https://example.org:8443/", "'example.org:8443' is not among")]
    [TestCase("https://example.com/", "not among")]
    [TestCase("http://127.0.0.1/", "not among")]
    [TestCase("http://2130706433/", "'127.0.0.1' is not among")]
    [TestCase("http://0x7f.1/", "not among")]
    [TestCase("http://[::1]/", "not among")]
    [TestCase("https://example.org@evil.test/", "user or password")]
    [TestCase("https://user:pass@example.org/", "user or password")]
    [TestCase("file:///etc/passwd", "https://")]
    [TestCase("gopher://example.org/", "https://")]
    [TestCase("ftp://example.org/", "https://")]
    public void Others_are_refused_with_those_that_may(string address, string reason) =>
        Assert.That(() => Hosts.Check(new Uri(address)), Throws.TypeOf<ToolException>().With.Message.Contains(reason));

    private static AllowedHosts Hosts => new(["example.org", "*.example.net", "example.com:8443"]);

    private static IPAddress In(IPNetwork network, uint rest)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        var mask = network.PrefixLength == 0 ? 0 : uint.MaxValue << (32 - network.PrefixLength);
        var start = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, start | (rest & ~mask));
        return new IPAddress(bytes);
    }
}
